/** What every field of the inspector is given: the step it belongs to, what is wrong with it, and how to change it. */
import type { Graph, GraphStep } from '#core/graph.ts';
import type { FormField } from '#editor/panels/form.ts';

export type Path = readonly (string | number)[];
export type Loose = Record<string, unknown>;

export type Hands = {
  graph: Graph;
  step: GraphStep;
  /** What is wrong with the field, in words. */
  problem(path: Path): string | undefined;
  /** What could be better about it: advises, does not block. */
  advice(path: Path): string | undefined;
  put(path: Path, value: unknown): void;
  readonly: boolean;
};

export type FieldProps = { field: FormField; path: Path; value: unknown; hands: Hands };

export function idOf(path: Path): string {
  return `field-${path.join('-')}`;
}

export function looseOf(value: unknown): Loose {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Loose) : {};
}
