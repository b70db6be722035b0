/** What zod found wrong, as problems an author understands: one a field, with its dotted path. */
import type { z } from 'zod';
import { en } from '#core/wording/en.ts';
import type { Wording } from '#core/wording/index.ts';

export type Issue = { code: 'bad_data' | 'unknown_field'; field: string; message: string };

type ZodIssue = z.core.$ZodIssue;

/** `error` was made with the same words: `safeParse(value, inWords(words))`. */
export function issuesOf(error: z.core.$ZodError, prefix: readonly string[] = [], words: Wording = en): Issue[] {
  return error.issues.flatMap((issue) => flatten(issue, prefix, words));
}

function flatten(issue: ZodIssue, prefix: readonly string[], words: Wording): Issue[] {
  const path = [...prefix, ...issue.path.map(String)];
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => {
      const field = [...path, key].join('.');
      return { code: 'unknown_field', field, message: words.unknownField(field) };
    });
  }
  const meant = issue.code === 'invalid_union' ? likeliest(issue.errors) : undefined;
  if (meant) return meant.flatMap((inner) => flatten(inner, path, words));
  const field = path.join('.');
  return [{ code: 'bad_data', field, message: words.issue(field, words.phrase(issue.message)) }];
}

/** Of the shapes a value may have, the one the author meant: the one that was understood deepest, then with least wrong. */
function likeliest(options: readonly (readonly ZodIssue[])[]): readonly ZodIssue[] | undefined {
  const ranked = options
    .filter((issues) => issues.length > 0)
    .map((issues) => ({
      issues,
      depth: Math.min(...issues.map(depthOf)),
      wrong: issues.reduce((n, i) => n + weight(i), 0),
    }))
    .sort((a, b) => b.depth - a.depth || a.wrong - b.wrong);
  const [first, second] = ranked;
  // Several scalar shapes that all miss say more together than any of them alone.
  if (first && second && first.depth === 0 && second.depth === 0 && first.wrong === second.wrong) return undefined;
  return first?.issues;
}

function depthOf(issue: ZodIssue): number {
  return issue.path.length + (issue.code === 'unrecognized_keys' ? 0.5 : 0);
}

/** A field that is missing altogether speaks more against a shape than one that is wrong. */
function weight(issue: ZodIssue): number {
  return issue.code === 'unrecognized_keys' ? issue.keys.length : 1;
}
