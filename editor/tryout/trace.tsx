'use client';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { fieldsIn } from '#core/condition.ts';
import { toLocal } from '#core/date.ts';
import type { Graph } from '#core/graph.ts';
import type { Became, Moment, Walked } from '#core/simulate.ts';
import { useParamValues } from '#editor/contents/about.ts';
import { useMissing } from '#editor/data/contents.ts';
import { endWord, MomentLine, readingOf, TONE } from '#editor/tryout/moment.tsx';
import { Path } from '#editor/tryout/path.tsx';
import type { Scripted } from '#editor/tryout/script.ts';
import { Stepper } from '#editor/tryout/stepper.tsx';
import { Badge, Notice } from '#editor/ui/card.tsx';
import { dayMark, type Language } from '#editor/ui/moment.ts';

export type TraceProps = { walk: Walked; scripted: Scripted; graph: Graph; zone: string; language: Language };

/** Day by day what became of the persona, each contact with its why, on the drawing and in words. */
export function Trace(props: TraceProps) {
  const { walk, scripted, graph, zone, language } = props;
  const t = useTranslations('tryout');
  const [stop, setStop] = useState<number | null>(null);
  const lacking = useLacking(props);
  if (walk.moments.length === 0) {
    const { filter } = scripted.plan.entry;
    const fields = filter ? fieldsIn(filter).join(', ') : '';
    return <Notice tone="warning">{t(`entry.${entryWord(walk.entry)}`, { fields })}</Notice>;
  }
  const counts = { sent: 0, held: 0, skipped: 0, expired: 0, control: 0 };
  let stuck = 0;
  for (const m of walk.moments) {
    if (m.kind !== 'contact') continue;
    if (lackingAt(lacking, m).length > 0) stuck += 1;
    else counts[m.became] += 1;
  }
  const midnight = (at: number) => {
    const { year, month, day } = toLocal(at, zone);
    return Date.UTC(year, month - 1, day);
  };
  const dayOf = (at: number) => Math.round((midnight(at) - midnight(scripted.start)) / 86_400_000);
  // That a date has come shows in what follows it.
  const told = walk.moments.filter((m) => m.kind !== 'waited');
  const days = [...new Set(told.map(({ at }) => dayOf(at)))];
  const last = stop === null ? days.length - 1 : Math.min(stop, days.length - 1);
  const shown = told.filter(({ at }) => dayOf(at) <= (days[last] ?? 0));
  const whole = last === days.length - 1;
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
        {stuck > 0 ? <Badge tone="warning">{t('counts.stuck', { count: stuck })}</Badge> : null}
        <span className="text-muted-foreground">{walk.cut ? t('cut') : t(`end.${endWord(walk.ended)}`)}</span>
      </p>
      {counts.sent === 0 ? <Notice tone="warning">{t('nothingSent')}</Notice> : null}
      <Stepper days={days} at={last} language={language} onStep={setStop} />
      <Path walk={walk} until={whole ? null : (shown.at(-1)?.at ?? 0)} graph={graph} language={language} />
      <ol className="grid">
        {shown.map((moment, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: moments are only ever read in their order.
          <li key={i} className="grid grid-cols-[4.5rem_minmax(0,1fr)] gap-3 max-sm:grid-cols-[3rem_minmax(0,1fr)]">
            <span className="pt-3 text-right font-medium text-muted-foreground text-sm tabular-nums">
              {i > 0 && dayOf(shown[i - 1]!.at) === dayOf(moment.at) ? null : dayMark(language, dayOf(moment.at))}
            </span>
            <div className="min-w-0 border-l pb-3 pl-4">
              <MomentLine {...{ moment, graph, zone, language, scripted }} lacking={lackingAt(lacking, moment)} />
            </div>
          </li>
        ))}
      </ol>
    </div>
  );
}

/** By step, what the messages that would be sent cannot say: rendering tells, not the rules. */
function useLacking({ walk, scripted, graph }: TraceProps): ReadonlyMap<string, readonly string[]> {
  const params = useParamValues();
  const sent = new Set(walk.moments.flatMap((m) => (m.kind === 'contact' && m.became === 'sent' ? [m.step] : [])));
  const steps = graph.steps.filter(({ id }) => sent.has(id));
  const missing = useMissing(steps.map((step) => readingOf(step, scripted, params)));
  return new Map(steps.map(({ id }, i) => [id, missing[i] ?? []]));
}

function lackingAt(lacking: ReadonlyMap<string, readonly string[]>, moment: Moment): readonly string[] {
  return moment.kind === 'contact' && moment.became === 'sent' ? (lacking.get(moment.step) ?? []) : [];
}

function entryWord(decision: Walked['entry']): 'filter' | 'other' {
  return decision === 'filter' ? 'filter' : 'other';
}
