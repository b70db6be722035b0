/** What a contact says of its message beside the message itself. */
import type { GraphStep } from '#core/graph.ts';
import type { About } from '#editor/contents/preview.tsx';
import { useEditor } from '#editor/state/store.ts';

/** What the chain's parameters are worth, for content names them. */
export function useParamValues(): Record<string, string | number | boolean> {
  const params = useEditor((s) => s.graph.params);
  return Object.fromEntries(
    Object.entries(params).flatMap(([name, { value }]) =>
      ['string', 'number', 'boolean'].includes(typeof value) ? [[name, value as string | number | boolean]] : [],
    ),
  );
}

/** What its contact says of a message: what may be advised, and what its words name. */
export function useAbout(step: GraphStep): About {
  const params = useParamValues();
  const { offer, class: klass } = step.data as { offer?: unknown; class?: unknown };
  return {
    params,
    ...(typeof offer === 'string' ? { offer } : {}),
    ...(typeof klass === 'string' ? { class: klass } : {}),
  };
}
