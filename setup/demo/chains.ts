/** The gallery's chains in the demo: created and published through the API at the first start. */
import { galleryGraph, galleryNames } from '#chains/index.ts';
import type { ApiClient } from '#setup/demo/api.ts';

type Head = { id: string; name: string; state: string; revision: number };

export async function publishChains(api: ApiClient): Promise<string[]> {
  const { items } = await api.get<{ items: Head[] }>('/v1/chains?limit=200');
  const published: string[] = [];
  for (const name of galleryNames) {
    const graph = galleryGraph(name);
    const found = items.find((chain) => chain.name === graph.name);
    // What somebody has paused or archived since stays as it is.
    if (found && found.state !== 'draft') continue;
    const chain = found ?? (await api.post<Head>('/v1/chains', { graph }));
    await api.post(`/v1/chains/${chain.id}/publish`, { note: 'the demo' }, { 'if-match': `"${chain.revision}"` });
    published.push(graph.name);
  }
  return published;
}
