/** How long, as people say it: one unit is enough. */
const UNITS = [
  ['days', 86_400],
  ['hours', 3_600],
  ['minutes', 60],
] as const;

export function spanOf(seconds: number): { unit: 'seconds' | 'minutes' | 'hours' | 'days'; count: number } {
  const found = UNITS.find(([, size]) => seconds >= size);
  return found
    ? { unit: found[0], count: Math.round(seconds / found[1]) }
    : { unit: 'seconds', count: Math.round(seconds) };
}
