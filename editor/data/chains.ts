/** The chains as a list: read, kept in order, duplicated, taken out and in as files. */
import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Imported } from '#api/routes/chainfile.ts';
import type { ChainAnswer } from '#api/routes/chains.ts';
import type { ChannelState, FirstAnswer, Simulated } from '#api/routes/first.ts';
import type { ChainLine, ShelvesAnswer } from '#api/routes/shelf.ts';
import { ApiProblem, api } from '#editor/data/api.ts';

export type { Imported } from '#api/routes/chainfile.ts';
export type { ChannelState, FirstAnswer, Simulated } from '#api/routes/first.ts';
export type { ChainLine, ShelvesAnswer } from '#api/routes/shelf.ts';

export type Wanted = { q: string; state: string; folder: string; tag: string; owner: string; sort: string };
export const EVERYTHING: Wanted = { q: '', state: '', folder: '', tag: '', owner: '', sort: 'newest' };

export function useChains(wanted: Wanted) {
  return useInfiniteQuery({
    queryKey: ['chains', 'list', wanted],
    queryFn: ({ pageParam }) =>
      api<{ items: ChainLine[]; next: string | null }>('/chains', {
        query: { ...wanted, limit: 50, cursor: pageParam },
      }),
    initialPageParam: '',
    getNextPageParam: (last) => last.next ?? undefined,
    placeholderData: keepPreviousData,
  });
}

export function useShelves() {
  return useQuery({ queryKey: ['chains', 'shelves'], queryFn: () => api<ShelvesAnswer>('/shelves') });
}

export type Placing = { name?: string; folder?: string | null; tags?: string[]; owner?: string | null };

/** One change of one chain; the lists are read again afterwards. */
export function useChainDeed() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (deed: ChainDeed) => run(deed),
    onSettled: () => queries.invalidateQueries({ queryKey: ['chains'] }),
  });
}

export type ChainDeed =
  | { kind: 'place'; id: string; place: Placing }
  | { kind: 'copy' | 'archive' | 'restore' | 'delete'; id: string }
  | { kind: 'create'; body: unknown };

async function run(deed: ChainDeed): Promise<Partial<ChainAnswer>> {
  switch (deed.kind) {
    case 'place':
      return api(`/chains/${deed.id}`, { method: 'PATCH', body: deed.place });
    case 'copy':
      return api(`/chains/${deed.id}/copy`, { method: 'POST', body: {} });
    case 'archive':
    case 'restore':
      return api(`/chains/${deed.id}/${deed.kind}`, { method: 'POST' });
    case 'delete':
      return api(`/chains/${deed.id}`, { method: 'DELETE' });
    case 'create':
      return api('/chains', { method: 'POST', body: deed.body });
  }
}

export function readFile(id: string): Promise<Record<string, unknown>> {
  return api(`/chains/${id}/export`);
}

export function importFile(file: unknown): Promise<Imported> {
  return api('/chains/import', { method: 'POST', body: file });
}

export function useChannels() {
  return useQuery({
    queryKey: ['channels'],
    queryFn: () => api<{ items: ChannelState[] }>('/channels'),
    staleTime: 60_000,
  });
}

/** Names of all events really seen; null until they are known. */
export function useSeenEvents() {
  return useQuery({
    queryKey: ['events', 'seen'],
    queryFn: async () => {
      const names: string[] = [];
      for (let cursor = ''; ; ) {
        const { items, next } = await api<{ items: { name: string }[]; next: string | null }>('/events/catalogue', {
          query: { limit: 200, cursor },
        });
        names.push(...items.map((e) => e.name));
        if (next === null) return new Set(names);
        cursor = next;
      }
    },
  });
}

/** Asked again and again as long as nobody has come. */
export function useFirst(chain: string, on: boolean) {
  return useQuery({
    queryKey: ['first', chain],
    queryFn: () => api<FirstAnswer>(`/chains/${chain}/first`),
    enabled: on,
    refetchInterval: ({ state }) => (state.data?.entered ? false : 3_000),
  });
}

export function useSimulate(chain: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => api<Simulated>(`/chains/${chain}/simulate`, { method: 'POST', body: {} }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['first', chain] }),
  });
}

export function useDemo() {
  return useQuery({
    queryKey: ['demo'],
    queryFn: () => api<{ demo: boolean; removed: boolean }>('/demo'),
    staleTime: 60_000,
  });
}

/** In the API's words; null: it was not reached. */
export function saidBy(problem: unknown): string | null {
  return problem instanceof ApiProblem && problem.status > 0 ? problem.message : null;
}
