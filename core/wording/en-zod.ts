/** Where zod's own English says less than an author needs; all else it says itself. */
import type { z } from 'zod';

export const zodInEnglish: z.core.$ZodErrorMap = (issue) => {
  if (issue.code === 'too_small' && issue.origin === 'string' && issue.minimum === 1) return 'to be filled in';
  return issue.code === 'invalid_union' && issue.input === undefined ? 'to be filled in' : undefined;
};
