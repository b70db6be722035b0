'use client';
import { CircleAlert, CircleCheck, TriangleAlert } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import type { Language } from '#core/language.ts';
import type { Problem } from '#core/problem.ts';
import { focusOn } from '#editor/panels/focus.ts';
import { type Trouble, troubleOf } from '#editor/panels/troubles.ts';
import { useEditor } from '#editor/state/store.ts';

/** A problem as the lists show it. */
export function useTroubles(): (problem: Problem) => Trouble {
  const t = useTranslations('panels');
  const language = useLocale() as Language;
  const steps = useEditor((s) => s.graph.steps);
  const label = (key: string) => (t.has(`fields.${key}`) ? t(`fields.${key}`) : '');
  return (problem) =>
    troubleOf(
      problem,
      steps.find(({ id }) => id === problem.step),
      language,
      label,
    );
}

/** All that is wrong with the chain: red blocks publishing, amber advises. Each leads to its step and field. */
export function Problems() {
  const t = useTranslations('panels');
  const problems = useEditor((s) => s.problems);
  const red = problems.filter((p) => p.severity !== 'warning').length;
  const told = useTroubles();
  const go = (step: string | undefined, field: string | undefined) => {
    if (step === undefined && !field?.startsWith('params.')) return;
    if (step === undefined) useEditor.getState().select([]);
    else useEditor.getState().reveal(step);
    // The form of the step must be there first.
    requestAnimationFrame(() => focusOn(field ?? ''));
  };
  return (
    <section aria-label={t('problems')} className="grid gap-2 border-t pt-4 first:border-t-0 first:pt-0">
      <h2 className="font-semibold">{t('problems')}</h2>
      <p aria-live="polite" className="flex items-center gap-2 text-muted-foreground text-sm">
        {red > 0 ? null : <CircleCheck aria-hidden className="size-4 shrink-0 text-success" />}
        {red > 0 ? t('blocking', { n: red }) : t('publishable')}
      </p>
      <ul className="grid gap-1">
        {problems.map((p) => {
          const { step, field, text } = told(p);
          return (
            <li key={`${p.code} ${p.step} ${p.field} ${p.message}`}>
              <button
                type="button"
                className="flex w-full gap-2 rounded-md p-2 text-left text-sm hover:bg-muted"
                onClick={() => go(p.step, p.field)}
              >
                {p.severity === 'warning' ? (
                  <TriangleAlert className="mt-0.5 size-4 shrink-0 text-warning" aria-label={t('advice')} />
                ) : (
                  <CircleAlert className="mt-0.5 size-4 shrink-0 text-danger" aria-label={t('blocks')} />
                )}
                <span className="min-w-0">
                  {step || field ? (
                    <span className="block font-medium">{[step, field].filter(Boolean).join(' – ')}</span>
                  ) : null}
                  {text}
                </span>
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
