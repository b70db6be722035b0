/** What the page of operations asks of the API: again and again, for it is watched. */
import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { IncomingEvent } from '#api/routes/incoming.ts';
import type { Attention, Health, Outbox } from '#api/routes/operations.ts';
import type { StopAnswer, StopLine } from '#api/routes/stops.ts';
import { api } from '#editor/data/api.ts';

export type { IncomingEvent } from '#api/routes/incoming.ts';
export type { Attention, Health, Outbox } from '#api/routes/operations.ts';
export type { StopLine } from '#api/routes/stops.ts';

type PageOf<T> = { items: T[]; next: string | null };

export function useHealth() {
  return useQuery({ queryKey: ['health'], queryFn: () => api<Health>('/health'), refetchInterval: 5_000 });
}

export function useOutbox() {
  return useQuery({ queryKey: ['outbox'], queryFn: () => api<Outbox>('/outbox'), refetchInterval: 5_000 });
}

const LIVE = 2_000;

/** Runs as long as it is asked to and only its first page is looked at. */
export function useIncoming(name: string, runs: boolean) {
  return useInfiniteQuery({
    queryKey: ['incoming', name],
    queryFn: ({ pageParam }) =>
      api<PageOf<IncomingEvent>>('/events', { query: { name, cursor: pageParam, limit: 50 } }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (runs && (state.data?.pages.length ?? 0) < 2 ? LIVE : false),
  });
}

export function useEventNames() {
  return useQuery({
    queryKey: ['events', 'names'],
    queryFn: () => api<PageOf<{ name: string }>>('/events/catalogue', { query: { limit: 200 } }),
  });
}

export function useAttention({
  kind,
  except,
  open,
}: {
  kind?: Attention['kind'];
  except?: Attention['kind'];
  open: boolean;
}) {
  return useInfiniteQuery({
    queryKey: ['attention', kind ?? '', except ?? '', open],
    queryFn: ({ pageParam }) =>
      api<PageOf<Attention>>('/attention', { query: { kind, except, open, cursor: pageParam, limit: 50 } }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
    refetchInterval: 10_000,
  });
}

/** What hangs on a deed done here is asked again. */
function useDeed<T, R>(mutationFn: (what: T) => Promise<R>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn,
    onSuccess: () =>
      Promise.all(
        ['attention', 'outbox', 'stops', 'home'].map((name) => client.invalidateQueries({ queryKey: [name] })),
      ),
  });
}

export function useResolve() {
  return useDeed(({ touch, as }: { touch: string; as: 'sent' | 'not_sent' }) =>
    api(`/touches/${touch}/resolve`, { method: 'POST', body: { as } }),
  );
}

export function useStops() {
  return useQuery({
    queryKey: ['stops'],
    queryFn: () => api<PageOf<StopLine>>('/stops', { query: { limit: 200 } }),
    refetchInterval: 10_000,
  });
}

export type Stopping = { scope: 'all' | 'channel' | 'chain'; target?: string; reason?: string };

export function useStop() {
  return useDeed((body: Stopping) => api<StopAnswer>('/stop', { method: 'POST', body }));
}

export function useLift() {
  return useDeed((id: string) => api<{ woken: number }>(`/stops/${id}`, { method: 'DELETE' }));
}
