/** Shares of a split, in percent: when one changes, the others give or take, so that they add up to 100. */

/** `null`: a share that stands fixed elsewhere, in a parameter, of `held` in all. */
export function rebalanced(
  shares: readonly (number | null)[],
  at: number,
  wanted: number,
  held = 0,
): (number | null)[] {
  const room = Math.max(0, 100 - held);
  const own = Math.min(Math.max(0, wanted), room);
  const others = shares.flatMap((share, i) => (i === at || share === null ? [] : [i]));
  if (others.length === 0) return shares.map((share, i) => (i === at ? own : share));
  const unit = [own, held].every(Number.isInteger) ? 1 : 0.1;
  const total = others.reduce((sum, i) => sum + (shares[i] ?? 0), 0);
  const exact = others.map((i) => ((total > 0 ? (shares[i] ?? 0) / total : 1 / others.length) * (room - own)) / unit);
  const whole = exact.map(Math.floor);
  let left = Math.round((room - own) / unit) - whole.reduce((a, b) => a + b, 0);
  const byRest = exact.map((n, k) => ({ k, rest: n - Math.floor(n) })).sort((a, b) => b.rest - a.rest);
  for (const { k } of byRest) {
    if (left <= 0) break;
    whole[k] = whole[k]! + 1;
    left -= 1;
  }
  return shares.map((share, i) => {
    if (i === at) return own;
    const k = others.indexOf(i);
    return k < 0 ? share : Math.round(whole[k]! * unit * 10) / 10;
  });
}

/** Equal, the first ones taking what does not divide. */
export function equal(n: number, held = 0): number[] {
  const room = Math.max(0, 100 - held);
  const each = Math.floor(room / n);
  const rest = Math.round((room - each * n) * 10) / 10;
  return Array.from({ length: n }, (_, i) => each + (i < Math.floor(rest) ? 1 : 0) + (i === n - 1 ? rest % 1 : 0));
}

/** The name of a port, of what the arm is called. */
export function portOf(label: string, taken: readonly string[]): string {
  const plain = label
    .normalize('NFD')
    .replaceAll(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^[^a-z]+|_+$/g, '')
    .slice(0, 28);
  const stem = plain || 'arm';
  let name = stem;
  for (let n = 2; taken.includes(name); n += 1) name = `${stem}_${n}`;
  return name;
}
