'use client';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { useChainNames, useChanged, type WhatIf } from '#editor/data/experiment.ts';
import { useMay, useMe } from '#editor/data/me.ts';
import { testOf, useNames } from '#editor/data/policy.ts';
import { dayIn, plainDay } from '#editor/policy/day.ts';
import { Difference } from '#editor/policy/difference.tsx';
import { rulesOf, useDraft } from '#editor/policy/draft.tsx';
import { Enforce } from '#editor/policy/enforce.tsx';
import { labelOf } from '#editor/policy/lexicon.ts';
import { Button } from '#editor/ui/button.tsx';
import { Card, Skeleton } from '#editor/ui/card.tsx';
import { type Language, numberIn } from '#editor/ui/moment.ts';
import { Table, Td, Th } from '#editor/ui/table.tsx';

const WeekChart = dynamic(() => import('#editor/policy/weekchart.tsx').then((m) => m.WeekChart), {
  ssr: false,
  loading: () => <Skeleton className="h-56" />,
});

const COLUMNS = ['recorded', 'replayed', 'gained', 'lost', 'moved'] as const;
type Tally = Record<(typeof COLUMNS)[number], number>;

/** What a what-if found: in figures, by week, by chain and channel, and whom it would have changed. */
export function Replay({ found }: { found: WhatIf }) {
  const t = useTranslations('experiment');
  const language = useLocale() as Language;
  const zone = useMe().data?.company.zone ?? 'UTC';
  const { inForce, saved, may } = useDraft();
  const chains = useChainNames().data;
  const [enforcing, setEnforcing] = useState(false);
  const rules = rulesOf(found);
  const day = (at: string) => dayIn(language, zone, at);
  const week = (monday: string) => plainDay(language, monday, { day: 'numeric', month: 'short' });
  const { total, customers } = found;
  return (
    <Card aria-label={t('whatif.found')} className="grid gap-5">
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div className="grid gap-1">
          <h2 className="font-semibold">{t('whatif.found')}</h2>
          <p className="text-muted-foreground text-sm">
            {t('whatif.span', { since: day(found.since), until: day(found.until), touches: found.touches })}
          </p>
        </div>
        {may ? (
          <Button look="primary" onClick={() => setEnforcing(true)}>
            {t('whatif.enforce')}
          </Button>
        ) : null}
      </div>
      <details className="text-sm">
        <summary className="cursor-pointer text-primary">{t('whatif.against')}</summary>
        <div className="mt-2">
          <Difference before={saved} after={rules} />
        </div>
      </details>
      <dl className="grid grid-cols-2 gap-4 sm:grid-cols-5">
        {COLUMNS.map((column) => (
          <div key={column}>
            <dt className="text-muted-foreground text-xs">{t(`whatif.columns.${column}`)}</dt>
            <dd className="font-semibold text-2xl tabular-nums">{numberIn(language, total[column])}</dd>
          </div>
        ))}
      </dl>
      <p className="text-sm">{t('whatif.customers', customers)}</p>
      {found.byWeek.length > 1 ? (
        <WeekChart
          weeks={found.byWeek.map((row) => ({ ...row, week: week(row.week) }))}
          recorded={t('whatif.columns.recorded')}
          replayed={t('whatif.columns.replayed')}
        />
      ) : null}
      <Rows
        label={t('whatif.byChannel')}
        rows={found.byChannel.map((row) => ({ ...row, name: labelOf(row.channel, language) }))}
      />
      <Rows
        label={t('whatif.byChain')}
        rows={found.byChain.map(({ chain, ...row }) => ({
          ...row,
          name: chain === null ? t('whatif.elsewhere') : (chains?.get(chain) ?? t('whatif.goneChain')),
        }))}
      />
      <details>
        <summary className="cursor-pointer text-primary text-sm">{t('whatif.byWeek')}</summary>
        <div className="mt-2">
          <Rows label={t('whatif.byWeek')} rows={found.byWeek.map((row) => ({ ...row, name: week(row.week) }))} />
        </div>
      </details>
      {customers.gaining + customers.losing > 0 ? <Changed id={found.id} /> : null}
      {found.asRecorded.length > 0 ? <p className="text-muted-foreground text-xs">{t('whatif.asRecorded')}</p> : null}
      {enforcing ? (
        <Enforce
          title={t('whatif.enforce')}
          what={t('whatif.enforceWhat')}
          rules={rules}
          test={testOf(inForce, rules)}
          onClose={() => setEnforcing(false)}
        />
      ) : null}
    </Card>
  );
}

function Rows({ label, rows }: { label: string; rows: (Tally & { name: string })[] }) {
  const t = useTranslations('experiment');
  const language = useLocale() as Language;
  if (rows.length === 0) return null;
  return (
    <Table label={label}>
      <thead>
        <tr>
          <Th>{label}</Th>
          {COLUMNS.map((column) => (
            <Th key={column} className="text-right">
              {t(`whatif.columns.${column}`)}
            </Th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two chains may be called the same; rows keep their order.
          <tr key={i}>
            <Td>{row.name}</Td>
            {COLUMNS.map((column) => (
              <Td key={column} className="text-right tabular-nums">
                {numberIn(language, row[column])}
              </Td>
            ))}
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

function Changed({ id }: { id: string }) {
  const t = useTranslations('experiment');
  const language = useLocale() as Language;
  const mayRead = useMay('customers:read');
  const [open, setOpen] = useState(false);
  const changed = useChanged(id, open && mayRead);
  const rows = changed.data?.pages.flatMap(({ items }) => items) ?? [];
  const ids = rows.map(({ customer }) => customer);
  const names = useNames(ids.slice(-200), open && mayRead).data;
  if (!mayRead) return null;
  return (
    <details className="text-sm" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="cursor-pointer text-primary">{t('whatif.who')}</summary>
      <div className="mt-2 grid gap-2">
        {changed.isPending && open ? <Skeleton className="h-24" /> : null}
        {changed.isError ? <p className="text-danger">{changed.error.message}</p> : null}
        {rows.length > 0 ? (
          <Table label={t('whatif.who')}>
            <thead>
              <tr>
                <Th>{t('whatif.customer')}</Th>
                <Th className="text-right">{t('whatif.columns.gained')}</Th>
                <Th className="text-right">{t('whatif.columns.lost')}</Th>
              </tr>
            </thead>
            <tbody>
              {rows.map(({ customer, gained, lost }, i) => (
                <tr key={customer}>
                  <Td>
                    <Link href={`/customers/${customer}`} className="text-primary underline underline-offset-4">
                      {names?.get(customer) ?? t('whatif.nameless', { number: i + 1 })}
                    </Link>
                  </Td>
                  <Td className="text-right tabular-nums">{numberIn(language, gained)}</Td>
                  <Td className="text-right tabular-nums">{numberIn(language, lost)}</Td>
                </tr>
              ))}
            </tbody>
          </Table>
        ) : null}
        {changed.hasNextPage ? (
          <Button size="small" disabled={changed.isFetching} onClick={() => changed.fetchNextPage()}>
            {t('whatif.moreCustomers')}
          </Button>
        ) : null}
      </div>
    </details>
  );
}
