/** What forms choose from: events really seen with their properties, attributes customers have, brands, chains. */
import { useQuery } from '@tanstack/react-query';
import type { Variable } from '#api/routes/personas.ts';
import { api } from '#editor/data/api.ts';

export type SeenEvent = { name: string; count: number; lastSeen: string; properties: Record<string, unknown> };
type Page<T> = { items: T[]; next: string | null };

const PAGES = 10;

/** By name; past 2 000 names the rest is typed in. */
export function useEvents(): SeenEvent[] | undefined {
  return useQuery({
    queryKey: ['catalogue'],
    queryFn: async () => {
      const all: SeenEvent[] = [];
      let cursor: string | null | undefined;
      for (let n = 0; n < PAGES && cursor !== null; n += 1) {
        const query: { limit: number; cursor: string | undefined } = { limit: 200, cursor };
        const page: Page<SeenEvent> = await api('/events/catalogue', { query });
        all.push(...page.items);
        cursor = page.next;
      }
      return all;
    },
    staleTime: 60_000,
  }).data;
}

/** Of the profiles: names without `profile.`, and their types. */
export function useAttributes(): { name: string; type: string }[] | undefined {
  const { data } = useQuery({
    queryKey: ['variables'],
    queryFn: () => api<{ items: Variable[] }>('/variables'),
    staleTime: 60_000,
  });
  return data?.items
    .filter(({ event }) => event === null)
    .map(({ path, type }) => ({ name: path.slice('profile.'.length), type }));
}

export function useBrands(): { id: string; name: string }[] | undefined {
  return useQuery({
    queryKey: ['brands', 'names'],
    queryFn: () => api<Page<{ id: string; name: string }>>('/brands', { query: { limit: 200 } }),
    staleTime: 60_000,
  }).data?.items;
}

/** `number` is what a step keeps of the chain it names. */
export function useChainNames(): { number: number; name: string; state: string }[] | undefined {
  return useQuery({
    queryKey: ['chains', 'choice'],
    queryFn: () => api<Page<{ id: string; name: string; state: string }>>('/chains', { query: { limit: 200 } }),
    staleTime: 60_000,
  }).data?.items.map(({ id, name, state }) => ({ number: Number(id.replace(/^\D+/, '')), name, state }));
}
