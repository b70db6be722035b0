'use client';
import { Flag, HandHeart, ListTodo, LogIn, type LucideIcon, Mail, Phone, Send, Stamp, Zap } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Why } from '#editor/customers/why.tsx';
import { endWord, readable, useMoments } from '#editor/customers/words.ts';
import { type MomentKind, type TimelineMoment, useTimeline } from '#editor/data/customers.ts';
import { useOutcomeWords } from '#editor/tasks/outcome.ts';
import { Button } from '#editor/ui/button.tsx';
import { Badge, type BadgeTone, Empty, Notice, Skeleton } from '#editor/ui/card.tsx';
import { cn } from '#editor/ui/class.ts';

const FILTERS: Record<string, MomentKind[]> = {
  all: [],
  contacts: ['touch', 'task', 'contact'],
  events: ['event'],
  chains: ['entry', 'end'],
  consents: ['consent'],
};

const TONE: Record<string, BadgeTone> = {
  ...{ done: 'success', listed: 'contact' },
  ...{ handed: 'success', held: 'warning', reserved: 'contact', handing: 'contact', unknown: 'warning' },
  ...{ refused: 'danger', failed: 'danger', skipped: 'plain', withdrawn: 'plain', expired: 'plain' },
};

/** All that happened between the company and the customer, over all channels, newest first. */
export function Timeline({ id }: { id: string }) {
  const t = useTranslations('customers');
  const desk = useTranslations('desk');
  const { day } = useMoments();
  const [filter, setFilter] = useState('all');
  const timeline = useTimeline(id, FILTERS[filter] ?? []);
  const items = timeline.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section aria-label={t('timeline.title')} className="grid gap-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h2 className="font-semibold">{t('timeline.title')}</h2>
        <fieldset className="flex flex-wrap gap-1">
          <legend className="sr-only">{t('timeline.filter')}</legend>
          {Object.keys(FILTERS).map((name) => (
            <button
              key={name}
              type="button"
              aria-pressed={filter === name}
              onClick={() => setFilter(name)}
              className={cn(
                'rounded-full border px-3 py-1 text-xs hover:bg-muted',
                filter === name && 'border-primary bg-accent font-medium text-accent-foreground',
              )}
            >
              {t(`timeline.${name}`)}
            </button>
          ))}
        </fieldset>
      </div>
      {timeline.error ? (
        <Notice tone="danger">
          {desk('unreachable')}{' '}
          <Button size="small" onClick={() => timeline.refetch()}>
            {desk('again')}
          </Button>
        </Notice>
      ) : timeline.isPending ? (
        <Skeleton className="h-64" />
      ) : items.length === 0 ? (
        <Empty title={t('timeline.none')}>{t('timeline.noneText')}</Empty>
      ) : (
        <ol className={cn('grid gap-3', timeline.isPlaceholderData && 'opacity-60')}>
          {items.map((moment, i) => {
            const before = items[i - 1];
            const heads = !before || day(before.at) !== day(moment.at);
            return (
              <li key={keyOf(moment)} className="grid gap-3">
                {heads ? (
                  <h3 className="pt-2 font-medium text-muted-foreground text-xs first-letter:uppercase">
                    {day(moment.at)}
                  </h3>
                ) : null}
                <Line moment={moment} />
              </li>
            );
          })}
        </ol>
      )}
      {timeline.hasNextPage ? (
        <Button
          className="justify-self-center"
          disabled={timeline.isFetchingNextPage}
          onClick={() => timeline.fetchNextPage()}
        >
          {t('more')}
        </Button>
      ) : null}
    </section>
  );
}

function keyOf({ at, kind, data }: TimelineMoment): string {
  return [at, kind, data.event, data.touch, data.task, data.enrolment, data.contact, data.channel, data.topic].join(
    ' ',
  );
}

const ICON: Record<string, LucideIcon> = {
  ...{ event: Zap, entry: LogIn, end: Flag, task: ListTodo, consent: HandHeart, contact: Send },
  ...{ email: Mail, letter: Stamp, call: Phone },
};

/** One moment in a sentence; a contact with its why beneath. */
function Line({ moment }: { moment: TimelineMoment }) {
  const t = useTranslations('customers');
  const { hour } = useMoments();
  const { kind, data } = moment;
  const channel = String(data.countsAs ?? data.channel ?? '');
  const Icon = ICON[kind === 'touch' ? channel : kind] ?? Send;
  const touch = kind === 'touch';
  return (
    <div
      className={cn('grid grid-cols-[1.25rem_minmax(0,1fr)_auto] gap-x-3', touch && 'rounded-lg border bg-card p-3')}
    >
      <Icon aria-hidden className={cn('mt-0.5 size-4', touch ? 'text-contact' : 'text-muted-foreground')} />
      <div className="grid min-w-0 gap-1 text-sm">
        <Said moment={moment} />
      </div>
      <time dateTime={moment.at} className="whitespace-nowrap text-muted-foreground text-xs leading-5 tabular-nums">
        {hour(moment.at)}
      </time>
      {touch ? (
        <div className="col-start-2 col-end-4">
          <Why touch={String(data.touch)} title={t('timeline.why')} />
        </div>
      ) : null}
    </div>
  );
}

function Said({ moment: { kind, data } }: { moment: TimelineMoment }) {
  const t = useTranslations('customers');
  const tasks = useTranslations('tasks');
  const { when } = useMoments();
  const chain = String(data.chainName ?? '');
  const words = useOutcomeWords();
  const outcomeOf = (name: unknown) => words(String(name));
  switch (kind) {
    case 'event': {
      const properties = Object.entries((data.properties ?? {}) as Record<string, unknown>);
      return (
        <>
          <p>
            {t('timeline.event', { name: String(data.name) })}
            {data.historical ? <Soft>{t('timeline.historical')}</Soft> : null}
          </p>
          {properties.length > 0 ? (
            <details>
              <summary className="cursor-pointer text-primary text-xs">{t('timeline.details')}</summary>
              <dl className="mt-1 grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 text-xs">
                {properties.map(([name, value]) => (
                  <div key={name} className="contents">
                    <dt className="text-muted-foreground">{name}</dt>
                    <dd className="break-words">{typeof value === 'object' ? JSON.stringify(value) : String(value)}</dd>
                  </div>
                ))}
              </dl>
            </details>
          ) : null}
        </>
      );
    }
    case 'entry':
      return (
        <p>
          <ChainLink data={data}>{t('timeline.entry', { chain })}</ChainLink>
          {data.control ? <Soft>{t('timeline.control')}</Soft> : null}
        </p>
      );
    case 'end':
      return (
        <p>
          <ChainLink data={data}>
            {t('timeline.end', { chain, outcome: t(`ends.${endWord(data.outcome as string | null)}`) })}
          </ChainLink>
        </p>
      );
    case 'touch': {
      // A task that was put on the work list has not been made yet.
      const listed = data.channel === 'task' && data.state === 'handed';
      // Nobody made it in time: nothing was done.
      const over = listed && data.outcome === 'expired';
      const state = over ? 'expired' : listed ? (data.outcome ? 'done' : 'listed') : String(data.state);
      return (
        <>
          <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
            <span className="font-medium">{t(`channels.${data.countsAs ?? data.channel}`)}</span>
            <Badge tone={TONE[state] ?? 'plain'}>{t(`states.${state}`)}</Badge>
            {state === 'held' && data.heldUntil ? (
              <Soft>{t('timeline.until', { when: when(String(data.heldUntil)) })}</Soft>
            ) : null}
          </p>
          <p className="text-muted-foreground">
            {data.stepName
              ? t('timeline.touch', { step: String(data.stepName), chain })
              : t('timeline.touchNoStep', { chain })}
            {data.outcome && !over ? <Soft>{t('timeline.outcome', { outcome: outcomeOf(data.outcome) })}</Soft> : null}
          </p>
        </>
      );
    }
    case 'task': {
      const name = tasks(`kinds.${data.kind}`);
      const title = String(data.title ?? '');
      return (
        <>
          <p>
            {data.state === 'done'
              ? t('timeline.taskClosed', { kind: name, outcome: outcomeOf(data.outcome), title })
              : t('timeline.task', { kind: name, title })}
            {data.state === 'done' ? null : <Soft>{t(`timeline.taskState.${data.state}`)}</Soft>}
          </p>
          {data.note ? <p className="border-l-2 pl-2 text-muted-foreground">{String(data.note)}</p> : null}
        </>
      );
    }
    case 'consent': {
      const channel = data.channel === '*' ? t('channels.all') : t(`channels.${data.channel}`);
      const what = data.topic === '*' ? channel : `${channel}, ${data.topic}`;
      return (
        <p>
          {t(data.given ? 'timeline.given' : 'timeline.withdrawn', { what })}
          <Soft>{t('timeline.said', { source: sourceOf(String(data.source), t) })}</Soft>
        </p>
      );
    }
    case 'contact':
      return (
        <p>
          {t('timeline.contact', { channel: t(`channels.${data.channel}`), source: String(data.source) })}
          {data.cancelled ? <Soft>{t('timeline.cancelled')}</Soft> : null}
        </p>
      );
  }
}

function sourceOf(source: string, t: ReturnType<typeof useTranslations>): string {
  return t.has(`consents.sources.${source}`) ? t(`consents.sources.${source}`) : readable(source);
}

/** To the chain's drawing with this customer's path on it. */
function ChainLink({ data, children }: { data: TimelineMoment['data']; children: string }) {
  return (
    <Link
      className="underline decoration-border underline-offset-4 hover:decoration-current"
      href={`/chains/${data.chain}?path=${data.enrolment}`}
    >
      {children}
    </Link>
  );
}

function Soft({ children }: { children: string }) {
  return <span className="text-muted-foreground"> · {children}</span>;
}
