/** A problem as the list shows it: which step, which field in words, and what is wrong without naming them again. */
import type { GraphStep } from '#core/graph.ts';
import type { Language } from '#core/language.ts';
import type { Problem } from '#core/problem.ts';
import { cardOf } from '#editor/canvas/card.ts';

export type Trouble = { step: string; field: string; text: string };

/** `label` gives the words of a field's name, '' where there are none. */
export function troubleOf(
  problem: Problem,
  step: GraphStep | undefined,
  language: Language,
  label: (key: string) => string,
): Trouble {
  const keys = (problem.field ?? '').split('.').filter((key) => key !== '');
  const words = keys.flatMap((key) => {
    if (/^\d+$/.test(key)) return [String(Number(key) + 1)];
    return label(key) || (keys[0] === 'params' && key !== 'params' ? key : '') || [];
  });
  return {
    step: step ? cardOf(step, language).title : '',
    field: words.join(' · '),
    text: bare(problem, step),
  };
}

/** What it says beyond the step and the field it stands at. */
export function bare({ message, field }: Problem, step: GraphStep | undefined): string {
  const name = step ? (step.label ? `${step.label} (${step.id})` : step.id) : undefined;
  const from = name === undefined ? -1 : message.indexOf(name);
  const own = name === undefined || from < 0 ? message : message.slice(from + name.length).replace(/^\s*:\s*/, '');
  const at = field ? own.indexOf(field) : -1;
  const said = at === 0 ? own.slice(field!.length).replace(/^\s*:\s*/, '') : own;
  return said.charAt(0).toUpperCase() + said.slice(1);
}
