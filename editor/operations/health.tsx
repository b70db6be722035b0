'use client';
import { CircleCheck, CircleDashed, CircleX, TriangleAlert } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useHealth } from '#editor/data/operations.ts';
import { spanOf } from '#editor/operations/span.ts';
import { Skeleton } from '#editor/ui/card.tsx';
import { cn } from '#editor/ui/class.ts';

const SIGN = {
  ok: { icon: CircleCheck, tone: 'text-success' },
  warning: { icon: TriangleAlert, tone: 'text-warning' },
  bad: { icon: CircleX, tone: 'text-danger' },
  unknown: { icon: CircleDashed, tone: 'text-muted-foreground' },
};

/** Six signs of life, each with its word. */
export function Vitals() {
  const t = useTranslations('operations');
  const health = useHealth().data;
  if (!health) return <Skeleton className="h-20" />;
  return (
    <section aria-label={t('health.title')}>
      <ul className="grid grid-cols-2 gap-px overflow-hidden rounded-xl border bg-border md:grid-cols-3 xl:grid-cols-6">
        {health.parts.map(({ part, state, reason, seconds, count }) => {
          const { icon: Icon, tone } = SIGN[state];
          const { unit, count: span } = spanOf(seconds ?? 0);
          return (
            <li key={part} data-part={part} data-state={state} className="flex gap-2.5 bg-card p-3.5">
              <Icon aria-hidden className={cn('mt-0.5 size-4 shrink-0', tone)} />
              <div className="min-w-0">
                <p className="text-muted-foreground text-xs">
                  {t(`health.parts.${part}`)}
                  <span className="sr-only">: {t(`health.states.${state}`)}</span>
                </p>
                <p className={cn('text-sm', (state === 'bad' || state === 'warning') && 'font-medium')}>
                  {t(
                    `health.${part}.${reason}` as never,
                    { count: count ?? 0, ago: t(`span.${unit}`, { count: span }) } as never,
                  )}
                </p>
              </div>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
