/** Attributes as lines of a form: what no line can show (lists, objects) is kept beside and comes back untouched. */

export const TYPES = ['string', 'number', 'boolean', 'date'] as const;
export type Pair = { key: string; name: string; type: (typeof TYPES)[number]; text: string };

const DAY = /^\d{4}-\d{2}-\d{2}$/;

export function pairsOf(record: Record<string, unknown>): { pairs: Pair[]; rest: Record<string, unknown> } {
  const pairs: Pair[] = [];
  const rest: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(record)) {
    const type = typeOf(value);
    if (type === null) rest[name] = value;
    else pairs.push({ key: name, name, type, text: String(value) });
  }
  return { pairs, rest };
}

/** Lines without a name or a value say nothing. */
export function recordOf(pairs: readonly Pair[], rest: Record<string, unknown> = {}): Record<string, unknown> {
  const said = pairs.flatMap(({ name, type, text }): [string, unknown][] => {
    if (name.trim() === '' || text === '') return [];
    if (type === 'number') return Number.isFinite(Number(text)) ? [[name.trim(), Number(text)]] : [];
    return [[name.trim(), type === 'boolean' ? text === 'true' : text]];
  });
  return { ...rest, ...Object.fromEntries(said) };
}

function typeOf(value: unknown): Pair['type'] | null {
  if (typeof value === 'string') return DAY.test(value) ? 'date' : 'string';
  return typeof value === 'number' || typeof value === 'boolean' ? (typeof value as 'number' | 'boolean') : null;
}
