/** Short names and what they are called: the policy knows its tests, topics and brands by them. */
import { capital } from '#editor/policy/lexicon.ts';

/** A short name that the policy takes, out of words people write. */
export function slugOf(words: string, taken: Iterable<string> = []): string {
  const plain = words
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replace(/^[_0-9]+/, '')
    .replace(/_+$/, '')
    .slice(0, 60);
  const first = plain === '' ? 'test' : plain;
  const known = new Set(taken);
  let slug = first;
  for (let n = 2; known.has(slug); n += 1) slug = `${first}_${n}`;
  return slug;
}

/** Tests have a short name only. */
export function titleOf(id: string): string {
  return capital(id.replaceAll('_', ' '));
}
