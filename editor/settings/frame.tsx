'use client';
import { Lock } from 'lucide-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { useMe } from '#editor/data/me.ts';
import { SECTIONS } from '#editor/settings/sections.ts';
import { Empty } from '#editor/ui/card.tsx';
import { cn } from '#editor/ui/class.ts';
import { Page } from '#editor/ui/page.tsx';

/** Around each of the settings' sections. */
export function SettingsFrame({ children }: { children: ReactNode }) {
  const t = useTranslations('settings');
  const desk = useTranslations('desk');
  const path = usePathname();
  const me = useMe().data;
  const open = me === undefined || me.may.includes('admin');
  return (
    <Page title={desk('settings')}>
      {open ? (
        <>
          <nav aria-label={t('sections')} className="mb-6 flex gap-1 overflow-x-auto border-b">
            {SECTIONS.map(({ name, href }) => (
              <Link
                key={name}
                href={href}
                prefetch={false}
                aria-current={path === href ? 'page' : undefined}
                className={cn(
                  'whitespace-nowrap border-transparent border-b-2 px-3 py-2 text-muted-foreground text-sm hover:text-foreground',
                  path === href && 'border-primary font-medium text-foreground',
                )}
              >
                {t(`section.${name}`)}
              </Link>
            ))}
          </nav>
          {children}
        </>
      ) : (
        <Empty icon={<Lock aria-hidden />} title={t('closed')}>
          {t('closedHint')}
        </Empty>
      )}
    </Page>
  );
}
