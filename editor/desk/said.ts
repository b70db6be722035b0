/** What went wrong, in the reader's words: the room's own where it has some (`problems.<code>`), else the API's. */
import { useTranslations } from 'next-intl';
import { ApiProblem } from '#editor/data/api.ts';

export function useSaid(room: string): (problem: unknown) => string {
  const t = useTranslations(room);
  const desk = useTranslations('desk');
  return (problem) => {
    if (!(problem instanceof ApiProblem) || problem.status === 0 || problem.status >= 500) return desk('unreachable');
    if (t.has(`problems.${problem.code}`)) return t(`problems.${problem.code}`);
    return problem.status === 401 ? desk('signedOut') : problem.message;
  };
}

/** Of one field of a form; what the API says begins with the field's name, which stands above it already. */
export function fieldProblem(problem: unknown, field: string): string | undefined {
  if (!(problem instanceof ApiProblem)) return undefined;
  const found = problem.problems.find((one) => one.field === field)?.message;
  return found?.replace(new RegExp(`^${field}\\s?: `), '');
}
