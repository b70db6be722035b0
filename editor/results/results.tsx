'use client';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { cardOf } from '#editor/canvas/card.ts';
import { Sign } from '#editor/canvas/signs.tsx';
import { useMay, useMe } from '#editor/data/me.ts';
import { useLive, useResults, useVersions } from '#editor/data/running.ts';
import { csvOf } from '#editor/results/csv.ts';
import { portsOf } from '#editor/state/ports.ts';
import { useEditor } from '#editor/state/store.ts';
import { Button } from '#editor/ui/button.tsx';
import { Card, Empty, Notice, Skeleton } from '#editor/ui/card.tsx';
import { Field } from '#editor/ui/field.tsx';
import { Select } from '#editor/ui/input.tsx';
import { type Language, momentIn, numberIn } from '#editor/ui/moment.ts';
import { Table, Td, Th } from '#editor/ui/table.tsx';

const Chart = dynamic(() => import('#editor/results/chart.tsx').then((m) => m.EntriesChart), {
  ssr: false,
  loading: () => <Skeleton className="h-56" />,
});
const PERIODS = [7, 28, 90, 365];
const DAY = 86_400_000;

export function ResultsRoom() {
  const t = useTranslations('results');
  const desk = useTranslations('desk');
  const language = useLocale() as Language;
  const chain = useEditor((s) => s.chain);
  const graph = useEditor((s) => s.graph);
  const id = chain?.id ?? '';
  const me = useMe().data;
  const maySee = useMay('customers:read');
  const live = useLive(id);
  const versions = useVersions(id).data?.items ?? [];
  const [days, setDays] = useState(90);
  const [version, setVersion] = useState('');
  const from = me ? new Date(Math.floor(Date.parse(me.now) / DAY) * DAY - days * DAY).toISOString() : '';
  const results = useResults(id, { ...(version ? { version } : {}), ...(from ? { from } : {}) });
  const zone = me?.company.zone ?? 'UTC';
  const number = (n: number, digits = 0) => numberIn(language, n, digits);
  const r = results.data;
  if (results.error) {
    return (
      <Notice tone="danger" className="m-6 flex items-center justify-between gap-4">
        {desk('unreachable')}
        <Button onClick={() => results.refetch()}>{desk('again')}</Button>
      </Notice>
    );
  }
  const points = (n: number | null) => (n === null ? '–' : number(n * 100, 1));
  const title = (stepId: string) => {
    const step = graph.steps.find((s) => s.id === stepId);
    return step ? cardOf(step, language).title : stepId;
  };
  const download = () => {
    if (!r) return;
    const head = [t('step'), t('channel'), t('state'), t('count'), t('customers')];
    const rows = r.contacts.map((c) => [title(c.step), c.channel, c.state, c.count, c.customers]);
    const url = URL.createObjectURL(new Blob([csvOf([head, ...rows])], { type: 'text/csv' }));
    const link = Object.assign(document.createElement('a'), { href: url, download: `${id}.csv` });
    link.click();
    URL.revokeObjectURL(url);
  };
  return (
    <div className="grid min-h-0 flex-1 content-start gap-6 overflow-y-auto p-4 sm:p-6">
      <section aria-label={t('live')} className="grid gap-3">
        <div className="flex flex-wrap items-baseline justify-between gap-2">
          <h2 className="font-semibold">{t('live')}</h2>
          <p role="status" className="text-muted-foreground text-xs">
            {live ? t('at', { when: momentIn(language, zone, live.at) }) : t('waiting')}
          </p>
        </div>
        <div className="grid gap-3 sm:grid-cols-3">
          <Figure name={t('entered')} how={t('enteredHow')} value={live ? number(live.entered) : null} mark="entered" />
          <Figure name={t('underway')} how={t('underwayHow')} value={live ? number(live.live) : null} mark="live" />
          <Figure name={t('goal')} how={t('goalHow')} value={live ? number(live.goal) : null} mark="goal" />
        </div>
        <Table label={t('steps')}>
          <thead>
            <tr>
              {(['step', 'here', 'due', 'passed', 'customers', 'ports'] as const).map((name) => (
                <Th key={name}>{t(name)}</Th>
              ))}
            </tr>
          </thead>
          <tbody>
            {graph.steps.map((step) => {
              const card = cardOf(step, language);
              const count = live?.steps.find((s) => s.step === step.id);
              const label = (port: string) => portsOf(step).find((p) => p.name === port)?.label[language] ?? port;
              return (
                <tr key={step.id}>
                  <Td>
                    <span className="flex items-center gap-2">
                      <Sign family={card.family} sign={card.sign} className="size-6" />
                      {card.title}
                    </span>
                  </Td>
                  <Td className="tabular-nums">
                    {count && count.here > 0 && maySee ? (
                      <Link
                        className="text-primary underline underline-offset-4"
                        href={`/customers?chain=${id}&step=${step.id}`}
                        aria-label={`${number(count.here)}: ${t('see', { name: card.title })}`}
                      >
                        {number(count.here)}
                      </Link>
                    ) : (
                      number(count?.here ?? 0)
                    )}
                  </Td>
                  <Td className="tabular-nums">{number(count?.due ?? 0)}</Td>
                  <Td className="tabular-nums">{number(count?.passed ?? 0)}</Td>
                  <Td className="tabular-nums">{number(count?.customers ?? 0)}</Td>
                  <Td className="text-muted-foreground">
                    {Object.entries(count?.ports ?? {})
                      .map(([port, n]) => `${label(port)} ${number(n)}`)
                      .join(' · ')}
                  </Td>
                </tr>
              );
            })}
          </tbody>
        </Table>
      </section>
      <section aria-label={t('results')} className="grid gap-3">
        <div className="flex flex-wrap items-end gap-3">
          <h2 className="mr-auto font-semibold">{t('results')}</h2>
          <Field label={t('since')}>
            {(c) => (
              <Select {...c} value={days} onChange={(e) => setDays(Number(e.target.value))}>
                {PERIODS.map((count) => (
                  <option key={count} value={count}>
                    {t('days', { count })}
                  </option>
                ))}
              </Select>
            )}
          </Field>
          <Field label={t('version')}>
            {(c) => (
              <Select {...c} value={version} onChange={(e) => setVersion(e.target.value)}>
                <option value="">{t('all')}</option>
                {versions.map((v) => (
                  <option key={v.id} value={v.id}>
                    {v.number}
                  </option>
                ))}
              </Select>
            )}
          </Field>
          <Button onClick={download} disabled={!r}>
            {t('csv')}
          </Button>
        </div>
        {!r ? (
          <Skeleton className="h-40" />
        ) : r.contacted.entered + r.control.entered === 0 ? (
          <Empty title={t('empty')}>{t('emptyHow')}</Empty>
        ) : (
          <>
            <div className="grid gap-3 sm:grid-cols-3">
              <Figure
                name={r.objective?.event ?? t('reached')}
                how={t('reachedHow')}
                value={`${number(r.contacted.reached)} / ${number(r.contacted.entered)}`}
              />
              <Figure name={t('value')} how={t('valueHow')} value={number(r.contacted.value, 2)} />
              <Figure
                name={t('effect')}
                how={r.control.entered === 0 ? t('noControl') : t('effectHow')}
                value={
                  r.control.entered === 0
                    ? '–'
                    : t('points', {
                        value: points(r.effect.value),
                        low: points(r.effect.low),
                        high: points(r.effect.high),
                      })
                }
              />
            </div>
            <Card>
              <h3 className="mb-3 font-semibold text-sm">{t('chart')}</h3>
              <Chart days={r.days} name={t('entered')} />
            </Card>
            {r.contacts.length > 0 ? (
              <Table label={t('contacts')}>
                <thead>
                  <tr>
                    {(['step', 'channel', 'state', 'count', 'customers'] as const).map((name) => (
                      <Th key={name}>{t(name)}</Th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {r.contacts.map((c) => (
                    <tr key={`${c.step} ${c.channel} ${c.state}`}>
                      <Td>{title(c.step)}</Td>
                      <Td>{t(`channels.${c.channel}`)}</Td>
                      <Td>{t(`states.${c.state}`)}</Td>
                      <Td className="tabular-nums">{number(c.count)}</Td>
                      <Td className="tabular-nums">{number(c.customers)}</Td>
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

function Figure({ name, how, value, mark }: { name: string; how: string; value: string | null; mark?: string }) {
  return (
    <Card className="p-4">
      <p className="text-muted-foreground text-sm">{name}</p>
      {value === null ? (
        <Skeleton className="h-8 w-20" />
      ) : (
        <p className="font-semibold text-2xl tabular-nums" data-figure={mark}>
          {value}
        </p>
      )}
      <p className="text-muted-foreground text-xs">{how}</p>
    </Card>
  );
}
