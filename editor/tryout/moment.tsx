'use client';
import { Ban, Check, Clock, Flag, GitBranch, Hourglass, type LucideIcon, PenOff, Play, Zap } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import type { Graph, GraphStep } from '#core/graph.ts';
import { explain } from '#core/policy/index.ts';
import type { Became, Moment } from '#core/simulate.ts';
import { cardOf } from '#editor/canvas/card.ts';
import { Sign } from '#editor/canvas/signs.tsx';
import { useParamValues } from '#editor/contents/about.ts';
import { Small } from '#editor/contents/thumbnail.tsx';
import { type AskedContact, useContact } from '#editor/data/contents.ts';
import { portsOf } from '#editor/state/ports.ts';
import type { Scripted } from '#editor/tryout/script.ts';
import { Badge, type BadgeTone, Card, Notice, Skeleton } from '#editor/ui/card.tsx';
import { type Language, momentIn } from '#editor/ui/moment.ts';

export const TONE: Record<Became, BadgeTone> = {
  ...{ sent: 'success', held: 'warning', skipped: 'danger', expired: 'danger', control: 'plain' },
};
const ICON: Record<Became, LucideIcon> = {
  sent: Check,
  held: Hourglass,
  skipped: Ban,
  expired: Clock,
  control: PenOff,
};

type Props = {
  moment: Moment;
  graph: Graph;
  zone: string;
  language: Language;
  scripted: Scripted;
  /** What the message wants to say and cannot: the rules let it pass, but it would wait for somebody. */
  lacking: readonly string[];
};

/** One thing that became of the persona. */
export function MomentLine({ moment, graph, zone, language, scripted, lacking }: Props) {
  const t = useTranslations('tryout');
  if (moment.kind !== 'contact') {
    const { icon: Icon, text } = said(moment, graph, zone, language, t);
    return (
      <p className="flex items-center gap-2 pt-3 text-muted-foreground text-sm [&_svg]:size-4 [&_svg]:shrink-0">
        <Icon aria-hidden />
        <span>{text}</span>
      </p>
    );
  }
  const step = graph.steps.find((s) => s.id === moment.step);
  const card = step ? cardOf(step, language) : null;
  const stuck = lacking.length > 0;
  const Icon = stuck ? Hourglass : ICON[moment.became];
  const words = { lang: language, date: (at: number) => momentIn(language, zone, at) };
  return (
    <Card className="p-3">
      <div className="flex gap-3">
        {card ? <Sign family={card.family} sign={card.sign} /> : null}
        <div className="min-w-0 flex-1">
          <p className="flex flex-wrap items-center gap-2">
            <span className="font-medium">{card?.title ?? moment.step}</span>
            <Badge tone={stuck ? 'warning' : TONE[moment.became]}>
              <Icon aria-hidden />
              {t(stuck ? 'stuck' : `became.${moment.became}`)}
            </Badge>
          </p>
          <p className="text-sm">
            {stuck ? t('missing', { names: lacking.join(', ') }) : explain(moment.record, words)}
          </p>
          <p className="text-muted-foreground text-xs">{momentIn(language, zone, moment.at)}</p>
          {step ? <Reading step={step} title={card?.title ?? ''} persona={scripted} /> : null}
        </div>
      </div>
    </Card>
  );
}

/** The message as this persona would read it; made when somebody asks to see it. */
function Reading({ step, title, persona }: { step: GraphStep; title: string; persona: Scripted }) {
  const t = useTranslations('tryout');
  const [open, setOpen] = useState(false);
  return (
    <details className="mt-1" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="cursor-pointer text-primary text-sm" aria-label={`${t('read')} – ${title}`}>
        {t('read')}
      </summary>
      {open ? <Message step={step} persona={persona} /> : null}
    </details>
  );
}

/** What the persona would read there. */
export function readingOf(
  step: GraphStep,
  { persona: { traits, zone, country, locale }, entry }: Scripted,
  params: ReturnType<typeof useParamValues>,
): AskedContact {
  const { channel = '', content = {}, offer, class: klass } = step.data as Record<string, never>;
  return {
    ...{ channel, content, language: locale, params, as: { traits, zone, country, entry: entry.properties ?? {} } },
    ...(typeof offer === 'string' ? { offer } : {}),
    ...(typeof klass === 'string' ? { class: klass } : {}),
  };
}

function Message({ step, persona }: { step: GraphStep; persona: Scripted }) {
  const { data, error } = useContact(readingOf(step, persona, useParamValues()));
  if (error) return <Notice tone="warning">{error.message}</Notice>;
  if (!data) return <Skeleton className="mt-2 h-40" />;
  return (
    <div className="mt-2 grid gap-2">
      <p className="font-medium text-sm">{data.subject}</p>
      {data.html ? (
        <div className="h-72 overflow-hidden rounded-md border bg-muted">
          <Small html={data.html} />
        </div>
      ) : (
        <p className="max-h-72 overflow-y-auto whitespace-pre-line rounded-md border bg-background p-4 text-sm">
          {data.text}
        </p>
      )}
    </div>
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
      const channel = 'channel' in happening ? happening.channel : '';
      if (channel !== '' && channel !== '*') {
        return { icon: Zap, text: t('moments.withdrawsOne', { channel: t(`channels.${channel}`) }) };
      }
      return { icon: Zap, text: t(`moments.${happening.kind}`, { what }) };
    }
    case 'ended':
      return { icon: Flag, text: t(`end.${endWord(moment.outcome)}`) };
  }
}

export function endWord(outcome: string | null): 'completed' | 'goal' | 'exit' {
  return outcome === 'goal' || outcome === 'exit' ? outcome : 'completed';
}
