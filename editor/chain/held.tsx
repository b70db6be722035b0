'use client';
import { Hand } from 'lucide-react';
import Link from 'next/link';
import { useLocale, useTranslations } from 'next-intl';
import { useMe } from '#editor/data/me.ts';
import { type StopLine, useStops } from '#editor/data/operations.ts';
import { usePublishing } from '#editor/data/running.ts';
import { useEditor } from '#editor/state/store.ts';
import { Notice } from '#editor/ui/card.tsx';
import { type Language, momentIn, numberIn } from '#editor/ui/moment.ts';

/** What holds a published chain back though it is live: stops that cover it, and a gate that not all may pass. */
export function Held({ chain }: { chain: string }) {
  const t = useTranslations('chain');
  const operations = useTranslations('operations');
  const language = useLocale() as Language;
  const zone = useMe().data?.company.zone ?? 'UTC';
  const steps = useEditor((s) => s.graph.steps);
  const stops = useStops().data?.items ?? [];
  const { gate, gated } = usePublishing(chain).data ?? {};
  const covers = ({ scope, target }: StopLine) =>
    scope === 'all' ||
    (scope === 'chain' ? target === chain : steps.some((s) => s.type === 'contact' && s.data.channel === target));
  return (
    <>
      {stops.filter(covers).map((stop) => {
        const kind = stop.scope === 'channel' ? (stop.target === 'email' ? 'email' : 'task') : stop.scope;
        const when = momentIn(language, zone, stop.at);
        return (
          <Notice key={stop.id} tone="danger" className="m-2 flex flex-wrap items-center gap-x-3 gap-y-1">
            <Hand aria-hidden className="size-4 shrink-0" />
            <span className="min-w-0 flex-1 basis-52">
              <strong className="font-semibold">
                {operations(`stop.standing.${kind}`, { chain: stop.chain ?? '' })}
              </strong>{' '}
              {stop.byName
                ? operations('stop.sinceBy', { when, who: stop.byName })
                : operations('stop.since', { when })}
              {stop.reason ? ` – ${stop.reason}` : ''}
            </span>
            <Link className="font-medium underline underline-offset-4" href="/operations">
              {t('toStops')}
            </Link>
          </Notice>
        );
      })}
      {gate ? (
        <Notice className="m-2 flex flex-wrap items-center gap-x-3 gap-y-1">
          <span className="min-w-0 flex-1 basis-52">
            {t('gated', { percent: numberIn(language, gate.percent), count: gated ?? 0 })}
          </span>
          <Link className="font-medium underline underline-offset-4" href={`/chains/${chain}/versions`}>
            {t('toGate')}
          </Link>
        </Notice>
      ) : null}
    </>
  );
}
