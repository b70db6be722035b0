/** One text per value, whatever the order its keys were written in: what a content hash is taken of. */

/** JSON with sorted keys; keys without a value are left out, as JSON.stringify leaves them out. */
export function canonical(value: unknown): string {
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw new Error(`Canonical JSON: expected a finite number, got ${value}.`);
  }
  if (Array.isArray(value)) return `[${value.map((v) => canonical(v ?? null)).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const pairs = Object.entries(value)
      .filter(([, v]) => v !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([k, v]) => `${JSON.stringify(k)}:${canonical(v)}`);
    return `{${pairs.join(',')}}`;
  }
  const text = JSON.stringify(value);
  if (text === undefined) throw new Error(`Canonical JSON: ${typeof value} has no JSON.`);
  return text;
}
