'use client';
import { TriangleAlert, Zap } from 'lucide-react';
import Link from 'next/link';
import { useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type { Graph } from '#core/graph.ts';
import { Sign } from '#editor/canvas/signs.tsx';
import type { ChannelState } from '#editor/data/chains.ts';
import { useMay } from '#editor/data/me.ts';
import { Drawing } from '#editor/gallery/drawing.tsx';
import { attributesOf, channelsOf, eventsOf, works } from '#editor/gallery/needs.ts';
import { Button } from '#editor/ui/button.tsx';
import type { Language } from '#editor/ui/moment.ts';
import { Popover } from '#editor/ui/popover.tsx';

type Props = {
  graph: Graph;
  channels: readonly ChannelState[] | undefined;
  /** Undefined: not known yet. */
  seen: ReadonlySet<string> | undefined;
  onChoose(): void;
};

export function GalleryCard({ graph, channels, seen, onChoose }: Props) {
  const t = useTranslations('gallery');
  const language = useLocale() as Language;
  const mayDraw = useMay('chains:draft');
  const [trigger, ...others] = eventsOf(graph);
  const attributes = attributesOf(graph);
  const unseen = (event: string) => seen !== undefined && !seen.has(event);
  return (
    <li className="grid grid-rows-[auto_1fr_auto] gap-3 rounded-xl border bg-card p-4 shadow-raised">
      <div className="rounded-lg bg-muted/60 p-2">
        <Drawing graph={graph} language={language} label={t('drawing', { name: graph.name })} />
      </div>
      <div className="grid content-start gap-2">
        <h2 className="font-semibold">{graph.name}</h2>
        <p className="text-muted-foreground text-sm">{graph.description}</p>
        <dl className="mt-1 grid grid-cols-[auto_1fr] gap-x-3 gap-y-1.5 text-xs">
          <Need name={t('trigger')}>
            <EventName event={trigger ?? ''} unseen={unseen(trigger ?? '')} sets />
          </Need>
          {others.length > 0 ? (
            <Need name={t('listens')}>
              {others.map((event) => (
                <EventName key={event} event={event} unseen={unseen(event)} />
              ))}
            </Need>
          ) : null}
          {attributes.length > 0 ? <Need name={t('attributes')}>{attributes.join(' · ')}</Need> : null}
          <Need name={t('channels')}>
            {channelsOf(graph).map((channel) => (
              <ChannelName
                key={channel}
                channel={channel}
                state={channels?.find((c) => c.channel === channel)?.state}
              />
            ))}
          </Need>
        </dl>
      </div>
      {mayDraw ? (
        <Button className="justify-self-start" onClick={onChoose}>
          {t('use')}
          <span className="sr-only"> : {graph.name}</span>
        </Button>
      ) : null}
    </li>
  );
}

function Need({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="pt-0.5 text-muted-foreground">{name}</dt>
      <dd className="flex flex-wrap items-center gap-x-3 gap-y-1">{children}</dd>
    </>
  );
}

function EventName({ event, unseen, sets = false }: { event: string; unseen: boolean; sets?: boolean }) {
  const t = useTranslations('gallery');
  return (
    <span className="inline-flex flex-wrap items-center gap-x-1">
      {sets ? <Zap aria-hidden className="size-3 text-entry" /> : null}
      <span className="whitespace-nowrap font-medium">{event}</span>
      {unseen ? (
        <span className="inline-flex items-center gap-1 whitespace-nowrap text-warning">
          <TriangleAlert aria-hidden className="size-3" /> {t('never')}
        </span>
      ) : null}
    </span>
  );
}

/** A channel through which nobody can be reached says why, and what to do about it. */
function ChannelName({ channel, state }: { channel: string; state: ChannelState['state'] | undefined }) {
  const t = useTranslations('gallery');
  const canvas = useTranslations('canvas');
  const name = canvas(`sign.${channel}` as never);
  const why = state === undefined || state === 'ready' || state === 'unknown' ? null : t(`why.${state}`);
  return (
    <span className="inline-flex items-center gap-1.5">
      <Sign family="contact" sign={channel} className="size-5 rounded [&>svg]:size-3" />
      <span className="font-medium">{name}</span>
      {why === null ? null : works(state) ? (
        <span className="text-muted-foreground">{why}</span>
      ) : (
        <span className="inline-flex items-center gap-1 text-warning">
          <TriangleAlert aria-hidden className="size-3" /> {why}
          <Popover
            label={t('setUp')}
            trigger={
              <button type="button" className="text-primary underline underline-offset-2">
                {t('setUp')}
              </button>
            }
          >
            <div className="grid gap-2">
              <p>{t(`how.${state as 'off'}`)}</p>
              <Link className="text-primary underline underline-offset-4" href="/operations">
                {t('operations')}
              </Link>
            </div>
          </Popover>
        </span>
      )}
    </span>
  );
}
