'use client';
import { ApiProblem } from '#editor/data/api.ts';
import { Notice } from '#editor/ui/card.tsx';

/** What the API said of one field. */
export function problemIn(error: Error | null, field: string): string | undefined {
  if (!(error instanceof ApiProblem)) return undefined;
  return error.problems.find((problem) => problem.field === field)?.message;
}

/** What went wrong, in words; what was written stays in its form. */
export function Failure({ error }: { error: Error | null }) {
  if (!error) return null;
  const problems = error instanceof ApiProblem ? error.problems : [{ message: error.message }];
  return (
    <Notice tone="danger">
      {problems.map(({ message }) => (
        <p key={message}>{message}</p>
      ))}
    </Notice>
  );
}
