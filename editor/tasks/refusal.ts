/** What the API refused about a task, in the reader's language. */
import { useTranslations } from 'next-intl';
import { ApiProblem } from '#editor/data/api.ts';

export function useRefusal(): (problem: unknown) => string {
  const t = useTranslations('tasks');
  const desk = useTranslations('desk');
  return (problem) => {
    if (!(problem instanceof ApiProblem) || problem.status === 0) return desk('unreachable');
    return t.has(`refusals.${problem.code}`) ? t(`refusals.${problem.code}`) : problem.message;
  };
}
