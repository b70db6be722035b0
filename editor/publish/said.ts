/** What stands in a field of a drawing, in words; never as it is kept. */

export type Word = (kind: 'fields' | 'choices', name: string) => string | null;

/** `when.days` → "Date · Days"; what has no word of its own is left out where something else says it. */
export function fieldSaid(path: string, word: Word): string {
  const parts = path.split('.');
  const said = parts.map((part) => word('fields', part)).filter((part) => part !== null);
  return said.length > 0 ? said.join(' · ') : path;
}

export function valueSaid(value: unknown, word: Word, yes: (on: boolean) => string): string {
  if (typeof value === 'boolean') return yes(value);
  if (typeof value === 'string') return word('choices', value) ?? value;
  if (Array.isArray(value)) return value.map((item) => valueSaid(item, word, yes)).join(', ');
  if (typeof value !== 'object' || value === null) return String(value ?? '');
  const record = value as Record<string, unknown>;
  if (typeof record.param === 'string') return record.param;
  return Object.entries(record)
    .map(([name, inner]) => {
      const said = valueSaid(inner, word, yes);
      const label = word('fields', name);
      return label === null || name === 'port' || name === 'event' ? said : `${label} ${said}`;
    })
    .join(' ');
}
