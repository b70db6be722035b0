/** What the publish panel is filled with, and what it asks of the API. */
import type { PublishingState } from '#api/routes/publishing.ts';
import { type Language, numberIn, percentIn } from '#editor/ui/moment.ts';

export type Wish = {
  note: string;
  event: string;
  valueField: string;
  windowDays: string;
  target: string;
  holdout: string;
  gate: 'all' | 'part';
  percent: string;
  optOuts: string;
  complaints: string;
  guardDays: string;
  atLeast: string;
};

export const NO_WISH: Wish = {
  ...{ note: '', event: '', valueField: '', windowDays: '30', target: '', holdout: '0' },
  ...{ gate: 'all', percent: '10', optOuts: '', complaints: '', guardDays: '7', atLeast: '200' },
};

/** Fields that were left empty are not sent. */
export function bodyOf(wish: Wish): Record<string, unknown> {
  const number = (text: string) => (text.trim() === '' ? undefined : Number(text));
  const given = (fields: Record<string, unknown>) =>
    Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== ''));
  const objective = wish.event.trim()
    ? given({
        event: wish.event.trim(),
        valueField: wish.valueField.trim(),
        windowDays: number(wish.windowDays) ?? 30,
        target: number(wish.target),
      })
    : null;
  const limits = given({ optOuts: number(wish.optOuts), complaints: number(wish.complaints) });
  const guard =
    Object.keys(limits).length > 0
      ? { ...limits, days: number(wish.guardDays) ?? 7, atLeast: number(wish.atLeast) ?? 200 }
      : null;
  return {
    ...given({ note: wish.note.trim() }),
    ...{ objective, guard, holdout: number(wish.holdout) ?? 0 },
    gate: wish.gate === 'all' ? null : { percent: number(wish.percent) ?? 10 },
  };
}

/** What an author has asked for: it is published as it stands there. */
export type Asking = PublishingState['requests'][number]['wish'];
type Ask = { key: 'objective' | 'target' | 'holdout' | 'gate' | 'optOuts' | 'complaints' } & Record<
  string,
  string | number
>;

/** What whoever approves has to know of it beside the drawing: words and their values. */
export function asksOf({ objective, holdout, gate, guard }: Asking, language: Language): Ask[] {
  const limits = (['optOuts', 'complaints'] as const).flatMap((key): Ask[] => {
    const limit = guard?.[key];
    return guard && limit !== undefined ? [{ key, limit: numberIn(language, limit, 2), days: guard.days }] : [];
  });
  return [
    ...(objective ? [{ key: 'objective' as const, event: objective.event, days: objective.windowDays }] : []),
    ...(objective?.target ? [{ key: 'target' as const, percent: percentIn(language, objective.target) }] : []),
    ...(holdout ? [{ key: 'holdout' as const, percent: percentIn(language, holdout) }] : []),
    ...(gate ? [{ key: 'gate' as const, percent: percentIn(language, gate.percent) }] : []),
    ...limits,
  ];
}
