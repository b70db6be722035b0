'use client';
import { Download } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { cardOf } from '#editor/canvas/card.ts';
import { endOfDay, startOfDay } from '#editor/contents/validity.ts';
import { useMe } from '#editor/data/me.ts';
import { useLive, useResults, useVersions } from '#editor/data/running.ts';
import { ByVersion, Compared } from '#editor/results/compared.tsx';
import { saveCsv } from '#editor/results/csv.ts';
import { LiveCounts } from '#editor/results/live.tsx';
import { type Contact, everyDay, inDrawnOrder } from '#editor/results/rows.ts';
import { useEditor } from '#editor/state/store.ts';
import { Button } from '#editor/ui/button.tsx';
import { Card, Empty, Notice, Skeleton } from '#editor/ui/card.tsx';
import { Field } from '#editor/ui/field.tsx';
import { Input, Select } from '#editor/ui/input.tsx';
import { type Language, momentIn, numberIn } from '#editor/ui/moment.ts';
import { Table, Td, Th } from '#editor/ui/table.tsx';
import { useSteps } from '#editor/versions/names.ts';

const Chart = dynamic(() => import('#editor/results/chart.tsx').then((m) => m.EntriesChart), {
  ssr: false,
  loading: () => <Skeleton className="h-56" />,
});
const PERIODS = ['7', '28', '90', '365', 'own'] as const;
const DAY = 86_400_000;
const COLUMNS = ['step', 'channel', 'state', 'count', 'customers'] as const;

/** What the chain does now, and what it has brought. */
export function ResultsRoom() {
  const t = useTranslations('results');
  const desk = useTranslations('desk');
  const language = useLocale() as Language;
  const id = useEditor((s) => s.chain?.id ?? '');
  const graph = useEditor((s) => s.graph);
  const me = useMe().data;
  const live = useLive(id);
  const versions = useVersions(id).data?.items ?? [];
  const [period, setPeriod] = useState<(typeof PERIODS)[number]>('90');
  const [own, setOwn] = useState({ from: '', until: '' });
  const [version, setVersion] = useState('');
  const zone = me?.company.zone ?? 'UTC';
  const span =
    period === 'own'
      ? { from: startOfDay(own.from, zone), until: endOfDay(own.until, zone) }
      : { from: me ? new Date(Math.floor(Date.parse(me.now) / DAY) * DAY - Number(period) * DAY).toISOString() : null };
  const results = useResults(id, { ...span, ...(version ? { version } : {}) });
  const number = (n: number) => numberIn(language, n);
  const r = results.data;
  const stepOf = useSteps(
    id,
    (r?.contacts ?? []).map(({ step }) => step),
  );
  if (results.error) {
    return (
      <Notice tone="danger" className="m-6 flex items-center justify-between gap-4">
        {results.error.message || desk('unreachable')}
        <Button onClick={() => results.refetch()}>{desk('again')}</Button>
      </Notice>
    );
  }
  const title = (stepId: string) => {
    const step = stepOf(stepId);
    return step ? cardOf(step, language).title : t('removed', { step: stepId });
  };
  const word = (group: 'channels' | 'states', name: string) =>
    t.has(`${group}.${name}`) ? t(`${group}.${name}`) : name;
  const state = ({ state: of, reason }: Contact) =>
    reason !== null && t.has(`reasons.${reason}`)
      ? `${word('states', of)} · ${t(`reasons.${reason}`)}`
      : word('states', of);
  const rows = inDrawnOrder(graph, r?.contacts ?? [], stepOf).map((c) => ({
    ...{ key: `${c.step} ${c.channel} ${c.state} ${c.reason}`, step: title(c.step) },
    ...{ count: c.count, customers: c.customers },
    ...{ channel: word('channels', c.sign), state: state(c) },
  }));
  const download = () =>
    saveCsv(`${id}-contacts.csv`, [
      COLUMNS.map((name) => t(name)),
      ...rows.map((row) => COLUMNS.map((name) => row[name])),
    ]);
  const versionName = (of: string) => {
    const found = versions.find((v) => v.id === of);
    return found ? t('versionNumber', { number: found.number }) : of;
  };
  return (
    <div className="grid min-h-0 flex-1 content-start gap-8 overflow-y-auto p-4 sm:p-6">
      <LiveCounts id={id} live={live} />
      <section aria-label={t('results')} className="grid min-w-0 gap-3">
        <div className="flex flex-wrap items-end gap-3">
          <div className="mr-auto">
            <h2 className="font-semibold">{t('results')}</h2>
            {r ? (
              <p role="status" className="text-muted-foreground text-xs">
                {results.isFetching ? `${t('counting')} ` : null}
                {t('span', {
                  from: momentIn(language, zone, r.from),
                  until: momentIn(language, zone, r.until),
                  at: momentIn(language, zone, r.at),
                })}
              </p>
            ) : null}
          </div>
          <Field label={t('since')}>
            {(c) => (
              <Select {...c} value={period} onChange={(e) => setPeriod(e.target.value as typeof period)}>
                {PERIODS.map((count) => (
                  <option key={count} value={count}>
                    {count === 'own' ? t('ownPeriod') : t('days', { count: Number(count) })}
                  </option>
                ))}
              </Select>
            )}
          </Field>
          {period === 'own'
            ? (['from', 'until'] as const).map((end) => (
                <Field key={end} label={t(end)}>
                  {(c) => (
                    <Input
                      {...c}
                      type="date"
                      value={own[end]}
                      onChange={(e) => setOwn((now) => ({ ...now, [end]: e.target.value }))}
                    />
                  )}
                </Field>
              ))
            : null}
          <Field label={t('version')}>
            {(c) => (
              <Select {...c} value={version} onChange={(e) => setVersion(e.target.value)}>
                <option value="">{t('all')}</option>
                {versions.map((v) => (
                  <option key={v.id} value={v.id}>
                    {t('versionNumber', { number: v.number })}
                  </option>
                ))}
              </Select>
            )}
          </Field>
          <Button onClick={download} disabled={!r}>
            <Download aria-hidden />
            {t('csv')}
          </Button>
        </div>
        {!r ? (
          <Skeleton className="h-40" />
        ) : r.contacted.entered + r.control.entered === 0 ? (
          <Empty title={t('empty')}>{t('emptyHow')}</Empty>
        ) : (
          <>
            <Compared results={r} />
            <ByVersion results={r} name={versionName} />
            <Card className="p-4">
              <h3 className="mb-3 font-semibold text-sm">{t('chart')}</h3>
              <Chart days={everyDay(r, zone)} name={t('entered')} language={language} />
            </Card>
            {rows.length > 0 ? (
              <Table label={t('contacts')}>
                <thead>
                  <tr>
                    {COLUMNS.map((name) => (
                      <Th key={name}>{t(name)}</Th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {rows.map((row) => (
                    <tr key={row.key}>
                      <Td>{row.step}</Td>
                      <Td className="whitespace-nowrap">{row.channel}</Td>
                      <Td>{row.state}</Td>
                      <Td className="tabular-nums">{number(row.count)}</Td>
                      <Td className="tabular-nums">{number(row.customers)}</Td>
                    </tr>
                  ))}
                </tbody>
              </Table>
            ) : null}
          </>
        )}
      </section>
    </div>
  );
}
