'use client';
import { useQuery } from '@tanstack/react-query';
import { Command } from 'cmdk';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { Dialog as Radix } from 'radix-ui';
import { api } from '#editor/data/api.ts';
import { useMe } from '#editor/data/me.ts';
import { ROOMS } from '#editor/desk/rooms.ts';
import { SECTIONS } from '#editor/settings/sections.ts';

type Found = { items: { id: string; name: string }[] };

/** Ctrl-K: pages and chains by name, wherever one is. */
export function Finder({ onClose }: { onClose: () => void }) {
  const t = useTranslations('desk');
  const settings = useTranslations('settings');
  const router = useRouter();
  const may = useMe().data?.may ?? [];
  const chains = useQuery({
    queryKey: ['chains', 'names'],
    queryFn: () => api<Found>('/chains', { query: { limit: 100 } }),
    enabled: may.includes('chains:read'),
  });
  const go = (href: string) => {
    onClose();
    router.push(href);
  };
  const item =
    'cursor-pointer rounded-md px-3 py-2 text-sm data-[selected=true]:bg-accent data-[selected=true]:text-accent-foreground';

  return (
    <Radix.Root open onOpenChange={(open) => open || onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-black/45" />
        <Radix.Content
          aria-describedby={undefined}
          className="fixed top-[15vh] left-1/2 z-50 w-[min(36rem,calc(100vw-2rem))] -translate-x-1/2 overflow-hidden rounded-xl border bg-card text-foreground shadow-raised"
        >
          <Radix.Title className="sr-only">{t('find')}</Radix.Title>
          <Command label={t('find')}>
            <Command.Input
              placeholder={t('findWhat')}
              className="w-full border-b bg-transparent px-4 py-3 placeholder:text-muted-foreground"
            />
            <Command.List className="max-h-96 overflow-y-auto p-2 [&_[cmdk-group-heading]]:px-3 [&_[cmdk-group-heading]]:py-1 [&_[cmdk-group-heading]]:text-muted-foreground [&_[cmdk-group-heading]]:text-xs">
              <Command.Empty className="px-3 py-6 text-center text-muted-foreground text-sm">
                {t('foundNothing')}
              </Command.Empty>
              <Command.Group heading={t('pages')}>
                {ROOMS.filter(({ needs }) => may.includes(needs)).map(({ name, href }) => (
                  <Command.Item key={name} className={item} onSelect={() => go(href)}>
                    {t(`rooms.${name}`)}
                  </Command.Item>
                ))}
                {may.includes('admin')
                  ? SECTIONS.map(({ name, href }) => (
                      <Command.Item
                        key={name}
                        value={`${t('settings')} ${settings(`section.${name}`)}`}
                        className={item}
                        onSelect={() => go(href)}
                      >
                        {t('settings')} · {settings(`section.${name}`)}
                      </Command.Item>
                    ))
                  : null}
                <Command.Item className={item} onSelect={() => go('/account')}>
                  {t('account')}
                </Command.Item>
              </Command.Group>
              <Command.Group heading={t('rooms.chains')}>
                {chains.data?.items.map(({ id, name }) => (
                  <Command.Item key={id} value={`${name} ${id}`} className={item} onSelect={() => go(`/chains/${id}`)}>
                    {name}
                  </Command.Item>
                ))}
              </Command.Group>
            </Command.List>
          </Command>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
