/** What the home page asks of the API. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Home } from '#api/routes/home.ts';
import { api } from '#editor/data/api.ts';

export type { Home, Need } from '#api/routes/home.ts';

export function useHome() {
  return useQuery({ queryKey: ['home'], queryFn: () => api<Home>('/home'), refetchInterval: 15_000 });
}

/** Customers whom nothing can call: counting them takes longer than the rest of the page, which does not wait for it. */
export function useUnplaced(on: boolean) {
  return useQuery({
    queryKey: ['places', 'missing'],
    queryFn: () => api<{ customers: number }>('/places/missing', { query: { limit: 0 } }),
    enabled: on,
    staleTime: 600_000,
  });
}

export type Away = { seen: string } | { what: 'zones' | 'checklist' | 'tasks' | 'lapsed'; amount: number };

export function usePutAway() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (away: Away) =>
      'seen' in away
        ? api(`/attention/${away.seen}/seen`, { method: 'POST' })
        : api('/home/put-away', { method: 'POST', body: away }),
    onSuccess: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: ['home'] }),
        client.invalidateQueries({ queryKey: ['attention'] }),
      ]),
  });
}
