'use client';
import { Download } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import type { ChainLive } from '#api/routes/live.ts';
import { cardOf, inReadingOrder } from '#editor/canvas/card.ts';
import { Sign } from '#editor/canvas/signs.tsx';
import { useMay, useMe } from '#editor/data/me.ts';
import { saveCsv } from '#editor/results/csv.ts';
import { Figure } from '#editor/results/figure.tsx';
import { portsOf } from '#editor/state/ports.ts';
import { useEditor } from '#editor/state/store.ts';
import { Button } from '#editor/ui/button.tsx';
import { type Language, momentIn, numberIn } from '#editor/ui/moment.ts';
import { Table, Td, Th } from '#editor/ui/table.tsx';
import { Told } from '#editor/ui/told.tsx';
import { Tests } from '#editor/watch/tests.tsx';

/** Who is behind each number. */
const WHO = {
  here: { state: 'live' },
  due: { at: 'due', state: 'live' },
  passed: { at: 'passed' },
  customers: { at: 'passed' },
};

/** Nobody stands at what sets a chain off, ends it from anywhere, or is its end. */
const NOT_COUNTED: Record<string, readonly string[]> = {
  entry: ['here', 'due', 'customers'],
  goal: ['here', 'due', 'passed', 'customers'],
  end: ['here', 'due'],
};

const COLUMNS = ['step', 'here', 'due', 'passed', 'customers', 'ports'] as const;

/** The chain at this moment, step by step, while one watches. */
export function LiveCounts({ id, live }: { id: string; live: ChainLive | null }) {
  const t = useTranslations('results');
  const language = useLocale() as Language;
  const graph = useEditor((s) => s.graph);
  const maySee = useMay('customers:read');
  const zone = useMe().data?.company.zone ?? 'UTC';
  // What was not counted yet is not nothing.
  const number = (n: number) => (live ? numberIn(language, n) : '…');
  const ports = (step: (typeof graph.steps)[number], counts: Record<string, number>) => {
    const label = (port: string) =>
      portsOf(step).find((p) => p.name === port)?.label[language] ?? t(port === 'end' ? 'leftHere' : 'removedPort');
    return Object.entries(counts)
      .map(([port, n]) => `${label(port)} ${number(n)}`)
      .join(' · ');
  };
  const rows = inReadingOrder(graph).map((step) => {
    const count = live?.steps.find((s) => s.step === step.id);
    const { here = 0, due = 0, customers = 0 } = count ?? {};
    const passed = step.type === 'entry' ? (live?.entered ?? 0) : (count?.passed ?? 0);
    return { step, card: cardOf(step, language), here, due, passed, customers, ports: ports(step, count?.ports ?? {}) };
  });
  const download = () =>
    saveCsv(`${id}-steps.csv`, [
      COLUMNS.map((name) => t(name)),
      ...rows.map((r) => [r.card.title, r.here, r.due, r.passed, r.customers, r.ports]),
    ]);
  return (
    <section aria-label={t('live')} className="grid gap-3">
      <div className="flex flex-wrap items-baseline gap-x-4 gap-y-1">
        <h2 className="font-semibold">{t('live')}</h2>
        <p role="status" className="mr-auto text-muted-foreground text-xs">
          {live ? t('at', { when: momentIn(language, zone, live.at) }) : t('waiting')}
        </p>
        <Button size="small" onClick={download} disabled={!live}>
          <Download aria-hidden />
          {t('csvSteps')}
        </Button>
      </div>
      <div className="grid gap-3 sm:grid-cols-3">
        <Figure name={t('entered')} how={t('enteredHow')} value={live ? number(live.entered) : null} mark="entered" />
        <Figure name={t('underway')} how={t('underwayHow')} value={live ? number(live.live) : null} mark="live" />
        <Figure name={t('goal')} how={t('goalHow')} value={live ? number(live.goal) : null} mark="goal" />
      </div>
      {live && live.tests.entered > 0 ? <Tests chain={id} tests={live.tests} /> : null}
      <Table label={t('steps')}>
        <thead>
          <tr>
            {COLUMNS.map((name) => (
              <Th key={name} title={t(`how.${name}`)}>
                {t(name)}
              </Th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ step, card, ...r }) => (
            <tr key={step.id}>
              <Td>
                <span className="flex items-center gap-2">
                  <Sign family={card.family} sign={card.sign} className="size-6" />
                  {card.title}
                </span>
              </Td>
              {(['here', 'due', 'passed', 'customers'] as const).map((name) =>
                NOT_COUNTED[step.type]?.includes(name) ? (
                  <Td key={name}>–</Td>
                ) : (
                  <Td key={name} className="tabular-nums">
                    <Told
                      value={number(r[name])}
                      href={
                        maySee && r[name] > 0
                          ? `/customers?${new URLSearchParams({ chain: id, ...(step.type === 'entry' ? {} : { step: step.id, ...WHO[name] }) })}`
                          : undefined
                      }
                      said={`${t(name)}, ${card.title}`}
                    />
                  </Td>
                ),
              )}
              <Td className="text-muted-foreground">{r.ports}</Td>
            </tr>
          ))}
        </tbody>
      </Table>
      <details className="text-muted-foreground text-xs">
        <summary className="cursor-pointer">{t('definitions')}</summary>
        <dl className="mt-2 grid gap-1 sm:grid-cols-[8rem_1fr]">
          {COLUMNS.slice(1).map((name) => (
            <div key={name} className="contents">
              <dt className="font-medium">{t(name)}</dt>
              <dd>{t(`how.${name}`)}</dd>
            </div>
          ))}
        </dl>
      </details>
    </section>
  );
}
