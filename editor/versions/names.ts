/** What steps are called, those too that the draft has no more: somebody may still stand there, or has passed. */
import { useQueries } from '@tanstack/react-query';
import { useLocale } from 'next-intl';
import { type GraphStep, readGraph } from '#core/graph.ts';
import { cardOf } from '#editor/canvas/card.ts';
import { useVersions, versionQuery } from '#editor/data/running.ts';
import { useEditor } from '#editor/state/store.ts';

/** Versions are read only where a step asked for is not in the draft, the newest first. */
export function useSteps(chain: string, ids: readonly string[]): (id: string) => GraphStep | undefined {
  const draft = useEditor((s) => s.graph.steps);
  const missing = ids.some((id) => !draft.some((step) => step.id === id));
  const versions = useVersions(chain).data?.items ?? [];
  const old = useQueries({ queries: (missing ? versions.slice(0, 20) : []).map(({ id }) => versionQuery(id)) });
  const steps = [
    ...draft,
    ...old.flatMap(({ data }) => {
      const read = data ? readGraph(data.graph) : null;
      return read && 'graph' in read ? read.graph.steps : [];
    }),
  ];
  return (id) => steps.find((step) => step.id === id);
}

export function useStepNames(chain: string, ids: readonly string[]): (id: string) => string {
  const language = useLocale() === 'fr' ? 'fr' : 'en';
  const stepOf = useSteps(chain, ids);
  return (id) => {
    const step = stepOf(id);
    return step ? cardOf(step, language).title : id;
  };
}
