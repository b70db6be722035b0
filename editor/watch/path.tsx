'use client';
import Link from 'next/link';
import { useLocale, useTranslations } from 'next-intl';
import { useMemo, useState } from 'react';
import { type Graph, readGraph } from '#core/graph.ts';
import { cardOf } from '#editor/canvas/card.ts';
import { goTo } from '#editor/canvas/mode.ts';
import { Sign } from '#editor/canvas/signs.tsx';
import { ApiProblem } from '#editor/data/api.ts';
import { useMe } from '#editor/data/me.ts';
import { type TouchLine, useContactsOf, useEnrolment, useWhy } from '#editor/data/path.ts';
import { useVersion } from '#editor/data/running.ts';
import { useEditor } from '#editor/state/store.ts';
import { Button } from '#editor/ui/button.tsx';
import { Badge, type BadgeTone, Notice, Skeleton } from '#editor/ui/card.tsx';
import { cn } from '#editor/ui/class.ts';
import { type Language, momentIn } from '#editor/ui/moment.ts';
import { Side, WatchFrame } from '#editor/watch/frame.tsx';
import { type EdgeMark, edgeName, type Overlay, portLabel, type StepMark } from '#editor/watch/overlay.ts';
import { Picture } from '#editor/watch/picture.tsx';
import { trailOf, type Visit, walkedEdges } from '#editor/watch/trail.ts';

const TONE: Record<string, BadgeTone> = {
  ...{ handed: 'success', reserved: 'success', handing: 'success', held: 'warning', unknown: 'warning' },
  ...{ refused: 'danger', failed: 'danger' },
};

/** One customer's way through the chain, as it was drawn when it began. */
export function Path({ id, list }: { id: string; list: boolean }) {
  const t = useTranslations('watch');
  const desk = useTranslations('desk');
  const states = useTranslations('results.states');
  const language = useLocale() as Language;
  const zone = useMe().data?.company.zone ?? 'UTC';
  const enrolment = useEnrolment(id);
  const contacts = useContactsOf(id, language);
  const way = enrolment.data;
  const version = useVersion(way?.version ?? null);
  const graph = useMemo(() => {
    const read = version.data ? readGraph(version.data.graph) : null;
    return read && 'graph' in read ? read.graph : null;
  }, [version.data]);
  const visits = useMemo(
    () => (graph && way && contacts.data ? trailOf(graph, way, contacts.data.items) : null),
    [graph, way, contacts.data],
  );
  const when = (at: string) => momentIn(language, zone, at);
  const trouble = enrolment.error ?? version.error ?? contacts.error;
  if (trouble) {
    const missing = trouble instanceof ApiProblem && [403, 404].includes(trouble.status);
    return (
      <Notice tone="danger" className="m-6 flex items-center justify-between gap-4">
        {missing ? t('noPath') : desk('unreachable')}
        <Button onClick={() => (missing ? goTo('edit') : void enrolment.refetch())}>
          {missing ? t('toDrawing') : desk('again')}
        </Button>
      </Notice>
    );
  }
  const rows =
    graph && visits ? (
      <ol className="grid gap-2">
        {visits.map((visit) => (
          <Row key={`${visit.step} ${visit.arrived} ${visit.left}`} visit={visit} graph={graph} when={when} />
        ))}
      </ol>
    ) : (
      <Skeleton className="h-48" />
    );
  return (
    <WatchFrame
      head={
        <>
          <div className="min-w-0">
            <h2 className="font-semibold">{t('path')}</h2>
            <p role="status" className="text-muted-foreground text-sm">
              {way
                ? [
                    t('enteredAt', { when: when(way.enteredAt) }),
                    way.state === 'ended'
                      ? t(`outcome.${known(way.outcome)}`, { when: when(way.endedAt ?? way.due) })
                      : t('underway'),
                    ...(way.control ? [t('control')] : []),
                  ].join(' · ')
                : t('waiting')}
            </p>
          </div>
          <div className="ml-auto flex gap-2">
            {way ? (
              <Button asChild size="small">
                <Link href={`/customers/${way.customer}`} prefetch={false}>
                  {t('customer')}
                </Link>
              </Button>
            ) : null}
            <Button size="small" onClick={() => goTo('live')}>
              {t('toLive')}
            </Button>
          </div>
        </>
      }
      side={list ? null : <Side label={t('trail')}>{rows}</Side>}
    >
      {list ? (
        <section aria-label={t('trail')} className="min-w-0 flex-1 overflow-auto p-4">
          <div className="max-w-2xl">{rows}</div>
        </section>
      ) : graph && visits && way ? (
        <Picture
          graph={graph}
          overlay={overlayOf(graph, visits, {
            day: (at) =>
              new Intl.DateTimeFormat(language === 'fr' ? 'fr-FR' : 'en-GB', {
                day: 'numeric',
                month: 'short',
                timeZone: zone,
              }).format(new Date(at)),
            here: (at) => t('hereSince', { when: at }),
            next: way.waiting === 'no' ? '' : t('next', { when: when(way.due) }),
            state: (contact) => contact.why ?? states(contact.state),
          })}
          label={t('path')}
          first={visits.slice(-2).map((v) => v.step)}
        />
      ) : (
        <Skeleton className="m-4 h-64 flex-1" />
      )}
    </WatchFrame>
  );
}

type Words = {
  day: (at: string) => string;
  here: (day: string) => string;
  next: string;
  state: (contact: TouchLine) => string;
};

function overlayOf(graph: Graph, visits: readonly Visit[], words: Words): Overlay {
  const steps = new Map<string, StepMark>(graph.steps.map((s) => [s.id, { tone: 'dim' }]));
  for (const visit of visits) {
    const last = visit.contacts.at(-1);
    const line = last ? words.state(last) : visit.left === null ? words.next : '';
    const days = visits.filter((v) => v.step === visit.step).map((v) => words.day(v.left ?? v.arrived));
    const mark: StepMark =
      visit.left === null
        ? { tone: 'here', said: words.here(words.day(visit.arrived)) }
        : { tone: 'visited', said: days.join(', ') };
    steps.set(visit.step, line ? { ...mark, line } : mark);
  }
  const walked = walkedEdges(graph, visits);
  const edges = new Map(
    graph.edges.map((edge): [string, EdgeMark] => {
      const at = walked.get(edgeName(edge));
      return [
        edgeName(edge),
        at === undefined ? { tone: 'dim' } : { tone: 'visited', label: words.day(at), aside: true },
      ];
    }),
  );
  return { steps, edges };
}

/** One step of the way; choosing it shows it on the drawing. */
function Row({ visit, graph, when }: { visit: Visit; graph: Graph; when: (at: string) => string }) {
  const t = useTranslations('watch');
  const states = useTranslations('results.states');
  const language = useLocale() as Language;
  const chosen = useEditor((s) => s.selection.has(visit.step));
  const step = graph.steps.find((s) => s.id === visit.step);
  const card = step ? cardOf(step, language) : null;
  const port = visit.port === null ? '' : portLabel(step, visit.port, language);
  return (
    <li className={cn('grid grid-cols-[auto_1fr] gap-x-3 rounded-md p-1', chosen && 'bg-accent/50')}>
      {card ? <Sign family={card.family} sign={card.sign} className="size-7" /> : <span />}
      <div className="grid min-w-0 gap-1">
        <button
          type="button"
          className="text-left font-medium text-sm hover:underline"
          onClick={() => useEditor.getState().reveal(visit.step)}
        >
          {card?.title ?? visit.step}
        </button>
        <p className="flex flex-wrap items-center gap-x-2 text-muted-foreground text-xs tabular-nums">
          {visit.left === null ? t('hereSince', { when: when(visit.arrived) }) : when(visit.left)}
          {port ? <span>→ {port}</span> : null}
          {visit.contacts.map((contact) => (
            <Badge key={contact.id} tone={TONE[contact.state] ?? 'plain'}>
              {states(contact.state)}
            </Badge>
          ))}
        </p>
        {visit.contacts.map((contact) => (contact.why ? <Why key={contact.id} contact={contact} /> : null))}
      </div>
    </li>
  );
}

/** The sentence of the decision; unfolded, the rules that were asked, in their order. */
function Why({ contact }: { contact: TouchLine }) {
  const t = useTranslations('watch');
  const language = useLocale() as Language;
  const [open, setOpen] = useState(false);
  const asked = useWhy(contact.id, language, open).data;
  return (
    <details className="text-sm" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="cursor-pointer">{contact.why}</summary>
      {asked ? (
        <ul className="mt-1 grid gap-0.5 text-muted-foreground text-xs">
          {asked.rules.map((rule) => (
            <li key={rule.rule} className="flex justify-between gap-3">
              <span>{t(`rules.${rule.rule}`)}</span>
              <span>{t(`verdict.${rule.verdict}`)}</span>
            </li>
          ))}
        </ul>
      ) : open ? (
        <Skeleton className="mt-1 h-8" />
      ) : null}
    </details>
  );
}

const OUTCOMES = ['goal', 'exit', 'completed', 'cancelled', 'left', 'restarted'];

function known(outcome: string | null): string {
  return outcome !== null && OUTCOMES.includes(outcome) ? outcome : 'other';
}
