/** What a step type is: all that the palette, the form, `compile` and the forecast need to know of it. */
import type { z } from 'zod';
import type { EntryRule, EventMatch, Exit, Op } from '#core/plan.ts';
import type { When } from '#core/when.ts';
import type { Wording } from '#core/wording/index.ts';

/** The six families of the palette. */
export type Family = 'entry' | 'contact' | 'wait' | 'branch' | 'goal' | 'flow';

export type Text = { en: string; fr: string };

export type Port = {
  name: string;
  label: Text;
  /** May stay unconnected: it then continues on the main path. */
  optional: boolean;
};

export type ExpandContext = {
  /** Graph step id. */
  step: string;
  brand: string;
  /** The graph's default weight. */
  weight?: number | undefined;
  /** The date of the next dated step on the main path, where it has one. */
  next?: When | undefined;
};

/** Written with method syntax so that a record of all types can be typed without knowing each one's data. */
export interface StepType<Data = unknown> {
  readonly type: string;
  readonly label: Text;
  readonly icon: string;
  readonly family: Family;
  /** Strict: an unknown field is a problem, not a surprise later. */
  readonly data: z.ZodType<Data>;
  /** The main one first. */
  ports(data: Data): Port[];
  /** Plan operations, one after the other; the ports leave the last. None: the step is no place to be. */
  expand(data: Data, context: ExpandContext): Op[];
  /** What the type knows to be wrong beyond its schema. */
  check?(data: Data, words?: Wording): { field: string; code: string; message: string }[];
  /** The date it carries, if it is a dated step. */
  dated?(data: Data): When;
  /** Only of the type that begins a chain. */
  entry?(data: Data): EntryRule;
  /** Only of types that end an enrolment from wherever it is. */
  exit?(data: Data): { on: EventMatch[]; outcome: Exit['outcome'] };
}

export function port(name: string, en: string, fr: string, optional = false): Port {
  return { name, label: { en, fr }, optional };
}

export const DONE = port('done', 'Done', 'Fait');
