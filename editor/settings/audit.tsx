'use client';
import { History } from 'lucide-react';
import Link from 'next/link';
import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { useMe } from '#editor/data/me.ts';
import { type Deed, useDeeds, usePeople } from '#editor/data/people.ts';
import { useSaid } from '#editor/desk/said.ts';
import { useDetailWords } from '#editor/settings/detail.ts';
import { Button } from '#editor/ui/button.tsx';
import { Empty, Notice, Skeleton } from '#editor/ui/card.tsx';
import { Field } from '#editor/ui/field.tsx';
import { Select } from '#editor/ui/input.tsx';
import { type Language, momentIn } from '#editor/ui/moment.ts';
import { Table, Td, Th } from '#editor/ui/table.tsx';

/** What the first word of a deed's name may be. */
const KINDS =
  'chain template content offer persona prooflist policy topic brand consent suppression customer enrolment touch contact task stop attention settings attribute person key image home demo'.split(
    ' ',
  );
/** Where a subject is looked at. */
const PAGES: Record<string, (id: string) => string> = {
  chn: (id) => `/chains/${id}`,
  cus: (id) => `/customers/${id}`,
  tpl: (id) => `/contents/${id}`,
};

/** Who changed what, newest first. */
export function Audit() {
  const t = useTranslations('settings');
  const locale = useLocale() as Language;
  const said = useSaid('settings');
  const detailOf = useDetailWords();
  const zone = useMe().data?.company.zone ?? 'UTC';
  const [filter, setFilter] = useState({ actor: '', action: '' });
  const people = usePeople().data ?? [];
  const deeds = useDeeds(filter);
  const items = deeds.data?.pages.flatMap((page) => page.items) ?? [];

  return (
    <div className="grid gap-4">
      <div className="flex flex-wrap gap-3">
        <Field label={t('who')} className="w-56">
          {(control) => (
            <Select
              {...control}
              value={filter.actor}
              onChange={(event) => setFilter((before) => ({ ...before, actor: event.target.value }))}
            >
              <option value="">{t('anybody')}</option>
              {people.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field label={t('what')} className="w-56">
          {(control) => (
            <Select
              {...control}
              value={filter.action}
              onChange={(event) => setFilter((before) => ({ ...before, action: event.target.value }))}
            >
              <option value="">{t('anything')}</option>
              {KINDS.map((kind) => (
                <option key={kind} value={kind}>
                  {t(`kind.${kind}`)}
                </option>
              ))}
            </Select>
          )}
        </Field>
      </div>
      {deeds.error ? <Notice tone="danger">{said(deeds.error)}</Notice> : null}
      {deeds.isPending ? <Skeleton className="h-64" /> : null}
      {deeds.data && items.length === 0 ? (
        <Empty icon={<History aria-hidden />} title={t('noDeeds')}>
          {t('noDeedsHint')}
        </Empty>
      ) : null}
      {items.length > 0 ? (
        <Table label={t('section.audit')} className="min-w-2xl">
          <thead>
            <tr>
              <Th>{t('when')}</Th>
              <Th>{t('who')}</Th>
              <Th>{t('what')}</Th>
              <Th>{t('detail')}</Th>
            </tr>
          </thead>
          <tbody>
            {items.map((deed, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: deeds never move, and two may be equal.
              <tr key={i}>
                <Td className="whitespace-nowrap text-muted-foreground text-xs">{momentIn(locale, zone, deed.at)}</Td>
                <Td>{actorOf(deed, t)}</Td>
                <Td>
                  {deedIn(deed, t)} <Subject deed={deed} />
                </Td>
                <Td className="break-words text-muted-foreground text-xs">{detailOf(deed.detail)}</Td>
              </tr>
            ))}
          </tbody>
        </Table>
      ) : null}
      {deeds.hasNextPage ? (
        <Button
          className="justify-self-center"
          disabled={deeds.isFetchingNextPage}
          onClick={() => deeds.fetchNextPage()}
        >
          {t(deeds.isFetchingNextPage ? 'loading' : 'older')}
        </Button>
      ) : null}
    </div>
  );
}

type Words = ReturnType<typeof useTranslations>;

function actorOf({ actor, name }: Deed, t: Words): string {
  if (actor.startsWith('key_')) return t('actorKey', { name: name ?? actor });
  if (actor.startsWith('cus_')) return t('actorCustomer');
  if (actor === 'shell') return t('actorShell');
  return name ?? t('actorSystem');
}

function deedIn({ action }: Deed, t: Words): string {
  const key = `deed.${action.replace('.', '_')}`;
  return t.has(key) ? t(key) : action;
}

function Subject({ deed: { subject, subjectName } }: { deed: Deed }) {
  const page = PAGES[subject.slice(0, 3)];
  const plain = /^(settings|owner|policy|consent)/.test(subject);
  if (plain) return null;
  const name = subjectName ?? subject;
  return page ? (
    <Link href={page(subject)} prefetch={false} className="text-primary underline underline-offset-4">
      {name}
    </Link>
  ) : (
    <span className={subjectName ? 'font-medium' : 'break-all font-mono text-muted-foreground text-xs'}>{name}</span>
  );
}
