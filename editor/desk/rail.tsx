'use client';
import { Search, Settings } from 'lucide-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useMe } from '#editor/data/me.ts';
import { Account } from '#editor/desk/account.tsx';
import { Mark } from '#editor/desk/mark.tsx';
import { ROOMS } from '#editor/desk/rooms.ts';
import { cn } from '#editor/ui/class.ts';

/** At the left on a wide screen, along the bottom of a narrow one. */
export function Rail({ onFind }: { onFind: () => void }) {
  const t = useTranslations('desk');
  const path = usePathname();
  const may = useMe().data?.may;
  const rooms = ROOMS.filter(({ needs }) => may === undefined || may.includes(needs));
  const here = (href: string) => (href === '/' ? path === '/' : path === href || path.startsWith(`${href}/`));

  return (
    <header className="sticky top-0 z-30 flex shrink-0 flex-row items-center gap-0.5 overflow-x-auto border-b bg-card px-2 py-2 md:h-dvh md:w-52 md:flex-col md:items-stretch md:overflow-visible md:border-r md:border-b-0 md:px-3 md:py-4">
      <Link
        prefetch={false}
        href="/"
        aria-label="Jalon"
        className="flex items-center gap-2 rounded-md px-1 py-1 font-semibold text-lg md:mb-3 md:px-2"
      >
        <Mark />
        <span className="hidden md:inline">Jalon</span>
      </Link>
      <button
        type="button"
        onClick={onFind}
        className="flex items-center gap-2 rounded-md border border-border px-1.5 py-1.5 text-muted-foreground text-sm hover:bg-muted md:mb-3 md:px-2.5"
      >
        <Search aria-hidden className="size-4" />
        <span className="sr-only md:not-sr-only">{t('find')}</span>
        <kbd className="ml-auto hidden font-sans text-xs md:inline">Ctrl K</kbd>
      </button>
      <nav aria-label={t('rail')} className="flex flex-1 gap-0.5 md:flex-col md:gap-1">
        {rooms.map(({ name, href, icon: Icon }) => (
          <Link
            prefetch={false}
            key={name}
            href={href}
            aria-current={here(href) ? 'page' : undefined}
            className={cn(
              'flex items-center gap-3 whitespace-nowrap rounded-md px-1.5 py-2 text-sm hover:bg-muted md:px-2.5',
              here(href) && 'bg-accent font-medium text-accent-foreground hover:bg-accent',
            )}
          >
            <Icon aria-hidden className="size-4 shrink-0" />
            <span className="sr-only md:not-sr-only">{t(`rooms.${name}`)}</span>
          </Link>
        ))}
      </nav>
      {may?.includes('admin') ? (
        <Link
          prefetch={false}
          href="/settings"
          aria-current={here('/settings') ? 'page' : undefined}
          className={cn(
            'flex items-center gap-3 whitespace-nowrap rounded-md px-1.5 py-2 text-sm hover:bg-muted md:px-2.5',
            here('/settings') && 'bg-accent font-medium text-accent-foreground hover:bg-accent',
          )}
        >
          <Settings aria-hidden className="size-4 shrink-0" />
          <span className="sr-only md:not-sr-only">{t('settings')}</span>
        </Link>
      ) : null}
      <Account />
    </header>
  );
}
