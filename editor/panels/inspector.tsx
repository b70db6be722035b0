'use client';
import { One } from '#editor/panels/one.tsx';
import { Parameters } from '#editor/panels/parameters.tsx';
import { Problems } from '#editor/panels/problems.tsx';
import { Several } from '#editor/panels/several.tsx';
import { useEditor } from '#editor/state/store.ts';

/** What is chosen, as a sentence and a form; of several steps, what they have in common; of none, the chain's parameters. */
export function Inspector() {
  const graph = useEditor((s) => s.graph);
  const selection = useEditor((s) => s.selection);
  const chosen = graph.steps.filter((step) => selection.has(step.id));
  const [only] = chosen;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4 p-4">
      {chosen.length === 1 && only ? <One key={only.id} step={only} /> : null}
      {chosen.length > 1 ? <Several steps={chosen} /> : null}
      <Problems />
      {chosen.length === 0 ? <Parameters /> : null}
    </div>
  );
}
