/** Work that is not saved yet lies in the browser too, so that a crash loses nothing; and windows tell each other. */
import { type Graph, readGraph } from '#core/graph.ts';

/** `base` is what it was made from, under `revision`. */
export type Kept = { revision: number; base: Graph; graph: Graph };

const name = (chain: string) => `jalon:draft:${chain}`;

export function keep(chain: string, kept: Kept): void {
  try {
    localStorage.setItem(name(chain), JSON.stringify(kept));
  } catch {
    // A full store keeps nobody from working; the draft is still saved by the API.
  }
}

export function forget(chain: string): void {
  try {
    localStorage.removeItem(name(chain));
  } catch {
    // As above.
  }
}

export function kept(chain: string): Kept | null {
  try {
    const found = JSON.parse(localStorage.getItem(name(chain)) ?? 'null') as Kept | null;
    const [base, graph] = [readGraph(found?.base), readGraph(found?.graph)];
    if (!found || 'problems' in base || 'problems' in graph) return null;
    return { revision: found.revision, base: base.graph, graph: graph.graph };
  } catch {
    return null;
  }
}
