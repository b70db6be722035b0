'use client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Command, useCommandState } from 'cmdk';
import { useRouter } from 'next/navigation';
import { useLocale, useTranslations } from 'next-intl';
import { Dialog as Radix } from 'radix-ui';
import { useEffect, useState } from 'react';
import type { FoundCustomer } from '#api/routes/search.ts';
import { wordsFor } from '#core/language.ts';
import { api } from '#editor/data/api.ts';
import { useMe } from '#editor/data/me.ts';
import { ROOMS } from '#editor/desk/rooms.ts';
import { SECTIONS } from '#editor/settings/sections.ts';

type Items<T> = { items: T[] };
type Named = { id: string; name: string };

/** Wall ms after the last letter; customers are asked for from so many letters on, and so many are shown. */
const PAUSE = 250;
const LETTERS = 2;
const CUSTOMERS = 6;

/** Ctrl-K: pages, chains, contents and customers by name, wherever one is. */
export function Finder({ onClose }: { onClose: () => void }) {
  const t = useTranslations('desk');
  const settings = useTranslations('settings');
  const customersOf = useTranslations('customers');
  const contents = useTranslations('contents');
  const locale = useLocale();
  const router = useRouter();
  const may = useMe().data?.may ?? [];
  const reads = may.includes('chains:read');
  const [typed, setTyped] = useState('');
  const text = useLater(typed.trim());
  const chains = useNamed<Named>('chains', reads);
  const templates = useNamed<Named>('templates', reads);
  const offers = useNamed<{ id: string; names: Record<string, string> }>('offers', reads);
  const asked = may.includes('customers:read') && text.length >= LETTERS;
  const customers = useQuery({
    queryKey: ['customers', 'finder', text],
    // By a POST: what names a person stays out of addresses.
    queryFn: ({ signal }) =>
      api<Items<FoundCustomer>>('/customers/search', { method: 'POST', body: { text, limit: CUSTOMERS }, signal }),
    enabled: asked,
    placeholderData: keepPreviousData,
    gcTime: 0,
  });
  const found = asked ? (customers.data?.items ?? []) : [];
  const go = (href: string) => {
    onClose();
    router.push(href);
  };
  const item = (key: string, value: string, href: string, shown: React.ReactNode = value) => (
    <Command.Item
      key={key}
      value={`${value} ${key}`}
      className="cursor-pointer rounded-md px-3 py-2 text-sm data-[selected=true]:bg-accent data-[selected=true]:text-accent-foreground"
      onSelect={() => go(href)}
    >
      {shown}
    </Command.Item>
  );

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
              value={typed}
              onValueChange={setTyped}
              placeholder={t(may.includes('customers:read') ? 'findAnything' : 'findWhat')}
              className="w-full border-b bg-transparent px-4 py-3 placeholder:text-muted-foreground"
            />
            <Nothing>{t(asked && customers.isFetching ? 'looking' : 'foundNothing')}</Nothing>
            <Command.List
              label={t('find')}
              className="max-h-96 overflow-y-auto p-2 empty:hidden [&_[cmdk-group-heading]]:px-3 [&_[cmdk-group-heading]]:py-1 [&_[cmdk-group-heading]]:text-muted-foreground [&_[cmdk-group-heading]]:text-xs"
            >
              <Command.Group heading={t('pages')}>
                {ROOMS.filter(({ needs }) => may.includes(needs)).map(({ name, href }) =>
                  item(`page ${name}`, t(`rooms.${name}`), href),
                )}
                {may.includes('admin')
                  ? SECTIONS.map(({ name, href }) =>
                      item(`settings ${name}`, `${t('settings')} · ${settings(`section.${name}`)}`, href),
                    )
                  : null}
                {item('page account', t('account'), '/account')}
              </Command.Group>
              <Command.Group heading={t('rooms.chains')}>
                {chains.map(({ id, name }) => item(id, name, `/chains/${id}`))}
              </Command.Group>
              <Command.Group heading={contents('templates')}>
                {typed ? templates.map(({ id, name }) => item(id, name, `/contents/${id}`)) : null}
              </Command.Group>
              <Command.Group heading={contents('offers')}>
                {typed
                  ? offers.map(({ id, names }) => item(id, wordsFor(names, locale) ?? id, '/contents?tab=offers'))
                  : null}
              </Command.Group>
              <Command.Group heading={t('rooms.customers')}>
                {found.map(({ id, name, email, phone }) =>
                  // The API has searched: what was typed is in the value, so that it is not sieved once more.
                  item(
                    `${id} ${typed}`,
                    name ?? '',
                    `/customers/${id}`,
                    <span className="flex flex-wrap justify-between gap-x-3">
                      {name ?? customersOf('nameless')}
                      <span className="text-muted-foreground">{email ?? phone}</span>
                    </span>,
                  ),
                )}
              </Command.Group>
            </Command.List>
          </Command>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** Outside the list: a list of choices holds nothing but choices. */
function Nothing({ children }: { children: string }) {
  const none = useCommandState((state) => state.filtered.count === 0);
  return (
    <p role="status" className={none ? 'px-3 py-6 text-center text-muted-foreground text-sm' : 'sr-only'}>
      {none ? children : null}
    </p>
  );
}

function useNamed<T>(what: 'chains' | 'templates' | 'offers', enabled: boolean): T[] {
  const asked = useQuery({
    queryKey: [what, 'finder'],
    queryFn: () => api<Items<T>>(`/${what}`, { query: { limit: 200 } }),
    enabled,
  });
  return asked.data?.items ?? [];
}

/** What was typed, once the hand rests. */
function useLater(text: string): string {
  const [later, setLater] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setLater(text), PAUSE);
    return () => clearTimeout(timer);
  }, [text]);
  return later;
}
