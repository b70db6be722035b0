'use client';
import { CircleCheck, TriangleAlert } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { useMe } from '#editor/data/me.ts';
import { type Outbox as Counts, useOutbox } from '#editor/data/operations.ts';
import { Doubts } from '#editor/operations/doubts.tsx';
import { Button } from '#editor/ui/button.tsx';
import { Notice, Skeleton } from '#editor/ui/card.tsx';
import { type Language, momentIn, numberIn } from '#editor/ui/moment.ts';
import { Table, Td, Th } from '#editor/ui/table.tsx';

const NOW = ['held', 'reserved', 'handing', 'unknown'] as const;
const DAY = ['handed', 'refused', 'failed'] as const;

/** Contacts by channel and state, what holds the held ones, and those that nobody can tell. */
export function Outbox() {
  const t = useTranslations('operations');
  const desk = useTranslations('desk');
  const language = useLocale() as Language;
  const zone = useMe().data?.company.zone ?? 'UTC';
  const outbox = useOutbox();
  const { data } = outbox;
  if (outbox.error && !data)
    return (
      <Notice tone="danger" className="flex flex-wrap items-center justify-between gap-3">
        {desk('unreachable')}
        <Button size="small" onClick={() => outbox.refetch()}>
          {desk('again')}
        </Button>
      </Notice>
    );
  if (!data) return <Skeleton className="h-64" />;
  return (
    <div className="grid grid-cols-1 gap-6">
      <Doubts count={data.attention.unknown} />
      <div className="grid grid-cols-1 gap-3">
        <div className="flex flex-wrap items-baseline justify-between gap-2">
          <h2 className="font-semibold">{t('outbox.title')}</h2>
          <p className="text-muted-foreground text-xs">{t('at', { when: momentIn(language, zone, data.at) })}</p>
        </div>
        <Channels {...data} />
      </div>
      <Holding counts={data.counts} />
    </div>
  );
}

function Channels({ counts, channels }: Counts) {
  const t = useTranslations('operations.outbox');
  const language = useLocale() as Language;
  const known = new Set(channels.map(({ channel }) => channel));
  const others = [...new Set(counts.map(({ channel }) => channel))].filter((channel) => !known.has(channel));
  const rows = [...channels, ...others.map((channel) => ({ channel, ready: true, reason: 'people' }))];
  const of = (channel: string, state: string) =>
    counts.filter((c) => c.channel === channel && c.state === state).reduce((n, { count }) => n + count, 0);
  return (
    <Table label={t('title')}>
      <thead>
        <tr>
          <Th rowSpan={2} className="align-bottom">
            {t('channel')}
          </Th>
          <Th colSpan={NOW.length} scope="colgroup" className="border-l text-center">
            {t('now')}
          </Th>
          <Th colSpan={DAY.length} scope="colgroup" className="border-l text-center">
            {t('day')}
          </Th>
        </tr>
        <tr>
          {[...NOW, ...DAY].map((state) => (
            <Th key={state} className={state === NOW[0] || state === DAY[0] ? 'border-l text-right' : 'text-right'}>
              {t(state)}
            </Th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ channel, ready, reason }) => (
          <tr key={channel} data-channel={channel}>
            <Td className="min-w-36 px-3 sm:min-w-52 sm:px-4">
              <p className="font-medium">
                {t.has(`channels.${channel}` as never) ? t(`channels.${channel}` as never) : channel}
              </p>
              <p className="flex items-center gap-1.5 text-muted-foreground text-xs">
                {ready ? (
                  <CircleCheck aria-hidden className="size-3.5 shrink-0 text-success" />
                ) : (
                  <TriangleAlert aria-hidden className="size-3.5 shrink-0 text-warning" />
                )}
                {t(`by.${reason}` as never)}
              </p>
            </Td>
            {[...NOW, ...DAY].map((state) => {
              const n = of(channel, state);
              return (
                <Td
                  key={state}
                  data-state={state}
                  className={`text-right align-middle tabular-nums ${state === NOW[0] || state === DAY[0] ? 'border-l' : ''} ${n === 0 ? 'text-muted-foreground' : ''}`}
                >
                  {numberIn(language, n)}
                </Td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

/** Why what is held is held, the most frequent first. */
function Holding({ counts }: Pick<Counts, 'counts'>) {
  const t = useTranslations('operations');
  const language = useLocale() as Language;
  const zone = useMe().data?.company.zone ?? 'UTC';
  const reasons = new Map<string, { count: number; due: string }>();
  for (const { state, reason, count, due } of counts) {
    if (state !== 'held') continue;
    const why = reason !== null && t.has(`reasons.${reason}` as never) ? reason : 'other';
    const known = reasons.get(why);
    reasons.set(why, { count: count + (known?.count ?? 0), due: known && known.due < due ? known.due : due });
  }
  if (reasons.size === 0) return null;
  return (
    <section aria-labelledby="holding" className="grid gap-3">
      <h2 id="holding" className="font-semibold">
        {t('outbox.why')}
      </h2>
      <ul className="divide-y rounded-xl border bg-card px-4 text-sm">
        {[...reasons]
          .sort(([, a], [, b]) => b.count - a.count)
          .map(([why, { count, due }]) => (
            <li key={why} className="py-2.5">
              {t('outbox.whyLine', {
                count,
                why: t(`reasons.${why}` as never),
                when: momentIn(language, zone, due),
              })}
            </li>
          ))}
      </ul>
    </section>
  );
}
