/** What the customers pages ask of the API, and what they do there. */
import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { CustomerAnswer, TimelineMoment } from '#api/routes/customers.ts';
import type { CustomerPressure } from '#api/routes/gauge.ts';
import type { FoundCustomer } from '#api/routes/search.ts';
import { api } from '#editor/data/api.ts';
import type { Language } from '#editor/ui/moment.ts';

export type { CustomerAnswer, CustomerPressure, FoundCustomer, TimelineMoment };

type PageOf<T> = { items: T[]; next: string | null };

/** What the page's address says beside the search: never anything of a person. */
export type Whereabouts = Partial<Record<'chain' | 'version' | 'step' | 'at' | 'port' | 'state' | 'outcome', string>>;

export function useFound(text: string, where: Whereabouts) {
  return useInfiniteQuery({
    queryKey: ['customers', 'search', text, where],
    queryFn: ({ pageParam, signal }) => {
      const body = { ...where, ...(text ? { text } : {}), ...(pageParam ? { cursor: pageParam } : {}) };
      return api<PageOf<FoundCustomer>>('/customers/search', { method: 'POST', body, signal });
    },
    initialPageParam: '',
    getNextPageParam: (last) => last.next,
    enabled: text !== '' || where.chain !== undefined,
    placeholderData: keepPreviousData,
    // Names and addresses are not kept longer than they are looked at.
    gcTime: 60_000,
  });
}

export function useCustomer(id: string) {
  return useQuery({ queryKey: ['customer', id], queryFn: () => api<CustomerAnswer>(`/customers/${id}`) });
}

export type MomentKind = TimelineMoment['kind'];

export function useTimeline(id: string, kinds: readonly MomentKind[]) {
  return useInfiniteQuery({
    queryKey: ['customer', id, 'timeline', kinds],
    queryFn: ({ pageParam }) => {
      const query = new URLSearchParams(kinds.map((kind) => ['kind', kind]));
      query.set('limit', '30');
      if (pageParam) query.set('cursor', pageParam);
      return api<PageOf<TimelineMoment>>(`/customers/${id}/timeline?${query}`);
    },
    initialPageParam: '',
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
  });
}

export type WhyAnswer = {
  sentence: string;
  rules: { rule: string; verdict: 'pass' | 'hold' | 'skip' | 'exempt' }[];
};

export function useWhy(touch: string, lang: Language, open: boolean) {
  return useQuery({
    queryKey: ['why', touch, lang],
    queryFn: () => api<WhyAnswer>(`/touches/${touch}/why`, { query: { lang } }),
    enabled: open,
    staleTime: 60_000,
  });
}

export function usePressure(id: string, lang: Language) {
  return useQuery({
    queryKey: ['customer', id, 'pressure', lang],
    queryFn: () => api<CustomerPressure>(`/customers/${id}/pressure`, { query: { lang } }),
  });
}

export type LedgerEntry = {
  record: string;
  brand: string;
  channel: string;
  topic: string;
  given: boolean;
  pending: boolean;
  source: string;
  wording: string | null;
  expiresAt: string | null;
  at: string;
};

export function useLedger(id: string) {
  return useQuery({
    queryKey: ['customer', id, 'consents'],
    queryFn: () => api<PageOf<LedgerEntry>>(`/customers/${id}/consents`, { query: { limit: 200 } }),
  });
}

export type Run = {
  id: string;
  chain: string;
  key: string;
  state: 'live' | 'ended';
  outcome: string | null;
  control: string | null;
  step: string;
  waiting: 'no' | 'asleep' | 'held';
  due: string;
  enteredAt: string;
  endedAt: string | null;
};

export function useRuns(customer: string) {
  return useQuery({
    queryKey: ['customer', customer, 'runs'],
    queryFn: () => api<PageOf<Run>>('/enrolments', { query: { customer, limit: 100 } }),
  });
}

export type Suppressed = { id: string; kind: string; hint: string; reason: string; at: string };

export function useSuppressed(id: string) {
  return useQuery({
    queryKey: ['customer', id, 'suppressions'],
    queryFn: () => api<{ items: Suppressed[] }>(`/customers/${id}/suppressions`),
  });
}

export type OfferAnswer = { offer: string; answer: 'refused' | 'accepted' | 'owned'; until: string | null; at: string };

export function useAnswers(id: string) {
  return useQuery({
    queryKey: ['customer', id, 'offers'],
    queryFn: () => api<PageOf<OfferAnswer>>(`/customers/${id}/offer-answers`, { query: { limit: 100 } }),
  });
}

export type ChainName = { id: string; name: string; state: string };

export function useChainNames(enabled = true) {
  return useQuery({
    queryKey: ['chains', 'named'],
    queryFn: () => api<{ items: ChainName[] }>('/chains', { query: { limit: 200 } }),
    enabled,
    staleTime: 60_000,
  });
}

/** Something done to or about the customer: whatever the page shows of them is asked again. */
export function useDeed<B>(id: string, deed: (body: B) => Promise<unknown>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: deed,
    // Not waited for: what was stopped leaves the page with the next look, and who stopped it must be told before.
    onSuccess: () => {
      for (const queryKey of [['customer', id], ['customers']]) void client.invalidateQueries({ queryKey });
    },
  });
}
