'use client';
import { Ban, Check, Clock, Flag, GitBranch, Hourglass, type LucideIcon, PenOff, Play, Zap } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { toLocal } from '#core/date.ts';
import type { Graph } from '#core/graph.ts';
import { explain } from '#core/policy/index.ts';
import type { Became, Moment, Walked } from '#core/simulate.ts';
import { cardOf } from '#editor/canvas/card.ts';
import { Sign } from '#editor/canvas/signs.tsx';
import { portsOf } from '#editor/state/ports.ts';
import { Badge, type BadgeTone, Card, Notice } from '#editor/ui/card.tsx';
import { dayMark, type Language, momentIn } from '#editor/ui/moment.ts';

const TONE: Record<Became, BadgeTone> = {
  ...{ sent: 'success', held: 'warning', skipped: 'danger', expired: 'danger', control: 'plain' },
};
const ICON: Record<Became, LucideIcon> = {
  sent: Check,
  held: Hourglass,
  skipped: Ban,
  expired: Clock,
  control: PenOff,
};

type Props = { walk: Walked; start: number; graph: Graph; zone: string; language: Language };

/** Day by day what became of the persona, each contact with its why. */
export function Trace({ walk, start, graph, zone, language }: Props) {
  const t = useTranslations('tryout');
  const counts = { sent: 0, held: 0, skipped: 0, expired: 0, control: 0 };
  for (const m of walk.moments) if (m.kind === 'contact') counts[m.became] += 1;
  if (walk.moments.length === 0) return <Notice tone="warning">{t(`entry.${entryWord(walk.entry)}`)}</Notice>;
  const silent = counts.sent === 0;
  // That a date has come shows in what follows it.
  const shown = walk.moments.filter((m) => m.kind !== 'waited');
  const midnight = (at: number) => {
    const { year, month, day } = toLocal(at, zone);
    return Date.UTC(year, month - 1, day);
  };
  const dayOf = (at: number) => Math.round((midnight(at) - midnight(start)) / 86_400_000);
  return (
    <div className="grid gap-4">
      <p role="status" className="flex flex-wrap items-center gap-2 text-sm">
        {(Object.keys(counts) as Became[]).map((became) =>
          counts[became] > 0 ? (
            <Badge key={became} tone={TONE[became]}>
              {t(`counts.${became}`, { count: counts[became] })}
            </Badge>
          ) : null,
        )}
        <span className="text-muted-foreground">{walk.cut ? t('cut') : t(`end.${endWord(walk.ended)}`)}</span>
      </p>
      {silent ? <Notice tone="warning">{t('nothingSent')}</Notice> : null}
      <ol className="grid">
        {shown.map((moment, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: moments are only ever read in their order.
          <li key={i} className="grid grid-cols-[4.5rem_1fr] gap-3">
            <span className="pt-3 text-right font-medium text-muted-foreground text-sm tabular-nums">
              {i > 0 && dayOf(shown[i - 1]!.at) === dayOf(moment.at) ? null : dayMark(language, dayOf(moment.at))}
            </span>
            <div className="border-l pb-3 pl-4">
              <MomentLine {...{ moment, graph, zone, language }} />
            </div>
          </li>
        ))}
      </ol>
      <PaintedPath {...{ walk, graph, language }} />
    </div>
  );
}

function MomentLine({ moment, graph, zone, language }: { moment: Moment } & Omit<Props, 'walk' | 'start'>) {
  const t = useTranslations('tryout');
  const when = momentIn(language, zone, moment.at);
  if (moment.kind === 'contact') {
    const step = graph.steps.find((s) => s.id === moment.step);
    const card = step ? cardOf(step, language) : null;
    const Icon = ICON[moment.became];
    const words = { lang: language, date: (at: number) => momentIn(language, zone, at) };
    return (
      <Card className="flex gap-3 p-3">
        {card ? <Sign family={card.family} sign={card.sign} /> : null}
        <div className="min-w-0 flex-1">
          <p className="flex flex-wrap items-center gap-2">
            <span className="font-medium">{card?.title ?? moment.step}</span>
            <Badge tone={TONE[moment.became]}>
              <Icon aria-hidden />
              {t(`became.${moment.became}`)}
            </Badge>
          </p>
          <p className="text-sm">{explain(moment.record, words)}</p>
          <p className="text-muted-foreground text-xs">{when}</p>
        </div>
      </Card>
    );
  }
  const { icon: Icon, text } = said(moment, graph, zone, language, t);
  return (
    <p className="flex items-center gap-2 pt-3 text-muted-foreground text-sm [&_svg]:size-4">
      <Icon aria-hidden />
      <span>{text}</span>
    </p>
  );
}

type T = ReturnType<typeof useTranslations<'tryout'>>;

function said(
  moment: Exclude<Moment, { kind: 'contact' }>,
  graph: Graph,
  zone: string,
  language: Language,
  t: T,
): { icon: LucideIcon; text: string } {
  const step = 'step' in moment ? graph.steps.find((s) => s.id === moment.step) : undefined;
  const name = step ? cardOf(step, language).title : '';
  switch (moment.kind) {
    case 'entered':
      return { icon: Play, text: t('moments.entered', { when: momentIn(language, zone, moment.at) }) };
    case 'waits':
      return { icon: Clock, text: t('moments.waits', { name, until: momentIn(language, zone, moment.until) }) };
    case 'waited':
      return { icon: Clock, text: t('moments.waited', { name }) };
    case 'went':
    case 'heard': {
      const port = step ? portsOf(step).find((p) => p.name === moment.port)?.label[language] : undefined;
      return { icon: GitBranch, text: t('moments.went', { name, port: port ?? moment.port }) };
    }
    case 'act':
      return { icon: GitBranch, text: t('moments.act', { name }) };
    case 'happened': {
      const { happening } = moment;
      const what = happening.kind === 'event' ? happening.event : '';
      return { icon: Zap, text: t(`moments.${happening.kind}`, { what }) };
    }
    case 'ended':
      return { icon: Flag, text: t(`end.${endWord(moment.outcome)}`) };
  }
}

/** The way through the drawing: the cards that were passed, in order. */
function PaintedPath({ walk, graph, language }: Pick<Props, 'walk' | 'graph' | 'language'>) {
  const t = useTranslations('tryout');
  const passed = new Set(walk.path.map(({ step }) => step));
  return (
    <Card className="grid gap-3">
      <h2 className="font-semibold text-sm">{t('path')}</h2>
      <ul className="flex flex-wrap gap-2">
        {graph.steps.map((step) => {
          const card = cardOf(step, language);
          const on = passed.has(step.id);
          return (
            <li
              key={step.id}
              className={`flex items-center gap-2 rounded-lg border px-2 py-1 text-sm ${on ? 'border-primary bg-accent text-accent-foreground' : 'text-muted-foreground'}`}
            >
              <Sign family={card.family} sign={card.sign} className="size-6" />
              {card.title}
              <span className="sr-only">{on ? t('passed') : t('notPassed')}</span>
              {on ? <Check aria-hidden className="size-4" /> : null}
            </li>
          );
        })}
      </ul>
    </Card>
  );
}

function endWord(outcome: string | null): 'completed' | 'goal' | 'exit' {
  return outcome === 'goal' || outcome === 'exit' ? outcome : 'completed';
}

function entryWord(decision: Walked['entry']): 'filter' | 'other' {
  return decision === 'filter' ? 'filter' : 'other';
}
