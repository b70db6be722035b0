/** The gallery's chains in the demo: created and published through the API at the first start. */
import { numberOf } from '#api/ids.ts';
import { type GalleryName, galleryGraph } from '#chains/index.ts';
import type { ApiClient } from '#setup/demo/api.ts';

/** Those whose events the story tells. */
const TOLD: readonly GalleryName[] = ['classic', 'signup', 'basket', 'letters', 'appointment'];

type Head = { id: string; name: string; state: string; revision: number };

/** What was published now, and the numbers of all chains that are the demo's. */
export async function publishChains(
  api: ApiClient,
  known: number[] | null,
): Promise<{ names: string[]; chains: number[] }> {
  // Marked at an earlier start: one of the same name may be somebody's own by now.
  if (known) return { names: [], chains: known };
  const { items } = await api.get<{ items: Head[] }>('/v1/chains?limit=200');
  const names: string[] = [];
  const chains: number[] = [];
  for (const name of TOLD) {
    const graph = galleryGraph(name);
    const found = items.find((chain) => chain.name === graph.name);
    if (found) chains.push(numberOf('chain', found.id) ?? -1);
    // What somebody has paused or archived since stays as it is.
    if (found && found.state !== 'draft') continue;
    const chain = found ?? (await api.post<Head>('/v1/chains', { graph }));
    await api.post(`/v1/chains/${chain.id}/publish`, { note: 'the demo' }, { 'if-match': `"${chain.revision}"` });
    if (!found) chains.push(numberOf('chain', chain.id) ?? -1);
    names.push(graph.name);
  }
  return { names, chains };
}
