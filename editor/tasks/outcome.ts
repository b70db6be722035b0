/** Outcomes of tasks in words: those that chains commonly name have a translation, others are read as they are written. */
import { useTranslations } from 'next-intl';
import { readable } from '#editor/customers/words.ts';
import type { Task } from '#editor/data/tasks.ts';

/** Where the chain names none. */
const USUAL = ['done', 'not_done'];

export function outcomesOf({ outcomes }: Pick<Task, 'outcomes'>): string[] {
  return outcomes ?? USUAL;
}

/** What all of them may be closed with, in the order of the first. */
export function sharedOutcomes(tasks: readonly Pick<Task, 'outcomes'>[]): string[] {
  const [first, ...rest] = tasks.map(outcomesOf);
  return (first ?? []).filter((outcome) => rest.every((others) => others.includes(outcome)));
}

export function useOutcomeWords(): (outcome: string) => string {
  const t = useTranslations('tasks');
  return (outcome) => {
    if (t.has(`outcomes.${outcome}`)) return t(`outcomes.${outcome}`);
    return readable(outcome);
  };
}
