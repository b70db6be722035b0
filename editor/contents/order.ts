/** The contacts of a chain in the order in which somebody walks it: from the trigger on, main path first. */

type Drawn = {
  steps: readonly { id: string; type: string }[];
  edges: readonly { from: string; port: string; to: string }[];
};

/** Of any document, finished or not: what nothing leads to comes last, as drawn. */
export function contactsInOrder<G extends Drawn>({ steps, edges }: G): G['steps'][number][] {
  const known = new Map(steps.map((step) => [step.id, step]));
  const seen = new Set<string>();
  const main = (port: string) => (port === 'done' ? 0 : 1);
  const walk = (id: string) => {
    if (seen.has(id) || !known.has(id)) return;
    seen.add(id);
    const out = edges.filter((edge) => edge.from === id).sort((a, b) => main(a.port) - main(b.port));
    for (const { to } of out) walk(to);
  };
  const reached = new Set(edges.map((edge) => edge.to));
  for (const { id } of steps) if (!reached.has(id)) walk(id);
  for (const { id } of steps) walk(id);
  return [...seen].map((id) => known.get(id)!).filter((step) => step.type === 'contact');
}
