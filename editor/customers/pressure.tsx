'use client';
import { Ban, Check, Hourglass } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { RuleDocument } from '#core/policy/documents.ts';
import { useMoments } from '#editor/customers/words.ts';
import { type CustomerPressure, usePressure } from '#editor/data/customers.ts';
import { saidOf } from '#editor/policy/sentence.ts';
import { Button } from '#editor/ui/button.tsx';
import { Card, Notice, Skeleton } from '#editor/ui/card.tsx';
import { cn } from '#editor/ui/class.ts';

const LOOK = {
  send: { icon: Check, tone: 'text-success' },
  hold: { icon: Hourglass, tone: 'text-warning' },
  skip: { icon: Ban, tone: 'text-danger' },
};

/** How much of each cap is used, when the next contact fits on each channel, and what the customer allows. */
export function Pressure({ id }: { id: string }) {
  const t = useTranslations('customers');
  const desk = useTranslations('desk');
  const { language, when } = useMoments();
  const pressure = usePressure(id, language);
  const data = pressure.data;
  return (
    <Card aria-label={t('pressure.title')} className="grid gap-4">
      <h2 className="font-semibold">{t('pressure.title')}</h2>
      {pressure.error ? (
        <Notice tone="danger">
          {desk('unreachable')}{' '}
          <Button size="small" onClick={() => pressure.refetch()}>
            {desk('again')}
          </Button>
        </Notice>
      ) : null}
      {pressure.isPending ? <Skeleton className="h-32" /> : null}
      {data ? (
        <>
          {data.test ? <Notice>{t('pressure.exempt')}</Notice> : null}
          <div className="grid gap-2">
            <h3 className="font-medium text-sm">{t('pressure.next')}</h3>
            <ul className="grid gap-1.5">
              {data.channels.map(({ channel, verdict, until, sentence }) => {
                const { icon: Icon, tone } = LOOK[verdict];
                return (
                  <li key={channel} className="text-sm">
                    <details>
                      <summary className="flex cursor-pointer items-center gap-2">
                        <Icon aria-hidden className={cn('size-4 shrink-0', tone)} />
                        <span className="min-w-20">{t(`channels.${channel}`)}</span>
                        <span className="font-medium">
                          {verdict === 'send'
                            ? t('pressure.now')
                            : until
                              ? t('pressure.from', { when: when(until) })
                              : t('pressure.no')}
                        </span>
                      </summary>
                      <p className="mt-1 ml-6 border-l-2 pl-3 text-muted-foreground">{sentence}</p>
                    </details>
                  </li>
                );
              })}
            </ul>
          </div>
          {data.caps.length === 0 ? <p className="text-muted-foreground text-sm">{t('pressure.none')}</p> : null}
          <ul className="grid gap-4">
            {data.caps.map((cap) => (
              <Gauge key={String(cap.rule.id)} cap={cap} at={data.at} />
            ))}
          </ul>
          {data.own ? <Own own={data.own} at={data.at} /> : null}
        </>
      ) : null}
    </Card>
  );
}

type Cap = CustomerPressure['caps'][number];
const PIPS = 12;

function Gauge({ cap: { rule, applies, max, used, times, free }, at }: { cap: Cap; at: string }) {
  const t = useTranslations('customers');
  const { language, when } = useMoments();
  const sentence = saidOf(rule as unknown as RuleDocument, language);
  const full = used >= max;
  const room =
    free === null ? t('pressure.never') : free > at ? t('pressure.free', { when: when(free) }) : t('pressure.room');
  return (
    <li className={cn('grid gap-1.5 text-sm', !applies && 'text-muted-foreground')}>
      <p>{sentence}</p>
      {applies ? (
        <>
          <meter className="sr-only" aria-label={sentence} min={0} max={Math.max(max, used)} value={used}>
            {t('pressure.used', { used, max })}
          </meter>
          <div aria-hidden title={times.map(when).join('\n')} className="flex h-2 gap-1">
            {max <= PIPS ? (
              Array.from({ length: Math.max(max, used) }, (_, i) => (
                <span
                  // biome-ignore lint/suspicious/noArrayIndexKey: the pips have no other name than their place.
                  key={i}
                  className={cn(
                    'h-full flex-1 rounded-full bg-muted',
                    i < used && (full ? 'bg-warning' : 'bg-primary'),
                  )}
                />
              ))
            ) : (
              <span className="h-full w-full overflow-hidden rounded-full bg-muted">
                <span
                  className={cn('block h-full rounded-full', full ? 'bg-warning' : 'bg-primary')}
                  style={{ width: `${Math.min(100, (used / max) * 100)}%` }}
                />
              </span>
            )}
          </div>
          <p className="flex flex-wrap justify-between gap-x-3 text-muted-foreground text-xs">
            <span>{t('pressure.used', { used, max })}</span>
            <span className={cn(full && 'font-medium text-warning')}>{room}</span>
          </p>
        </>
      ) : (
        <p className="text-xs">{t('pressure.others')}</p>
      )}
    </li>
  );
}

function Own({ own, at }: { own: NonNullable<CustomerPressure['own']>; at: string }) {
  const t = useTranslations('customers');
  const { when } = useMoments();
  const paused = own.pausedUntil !== null && own.pausedUntil > at ? own.pausedUntil : null;
  if (own.perWeek === null && paused === null) return null;
  return (
    <div className="grid gap-1 border-t pt-3 text-sm">
      <h3 className="font-medium">{t('pressure.own')}</h3>
      {own.perWeek === null ? null : <p>{t('pressure.perWeek', { max: own.perWeek, used: own.used })}</p>}
      {paused ? <p>{t('pressure.paused', { when: when(paused) })}</p> : null}
    </div>
  );
}
