/** What the policy pages ask of the API. */
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { CapacityUses } from '#api/routes/capacity.ts';
import type { Policy, PolicyEffects } from '#api/routes/policy.ts';
import type { RuleDocument } from '#core/policy/documents.ts';
import { api } from '#editor/data/api.ts';
import { alike } from '#editor/policy/changes.ts';

type PageOf<T> = { items: T[]; next: string | null };

/** Newest first: the first is in force. */
export function usePolicies() {
  return useQuery({
    queryKey: ['policy', 'newest'],
    queryFn: () => api<PageOf<Policy>>('/policy', { query: { limit: 1 } }),
  });
}

export function useHistory() {
  return useInfiniteQuery({
    queryKey: ['policy', 'history'],
    queryFn: ({ pageParam }) => api<PageOf<Policy>>('/policy', { query: { limit: 20, cursor: pageParam } }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
  });
}

/** Asked again until they have been counted. */
export function useEffects() {
  return useQuery({
    queryKey: ['policy', 'effects'],
    queryFn: () => api<PolicyEffects>('/policy/effects'),
    staleTime: 60_000,
    refetchInterval: ({ state }) => (state.data && state.data.at === null ? 2_000 : false),
  });
}

export function useCapacity(enabled = true) {
  return useQuery({
    queryKey: ['policy', 'capacity'],
    queryFn: () => api<CapacityUses>('/policy/capacity'),
    enabled,
    refetchInterval: 60_000,
  });
}

export function useTry() {
  return useMutation({
    mutationFn: (rules: RuleDocument[]) => api<{ tried: number }>('/policy/try', { method: 'POST', body: { rules } }),
  });
}

export type AskedTest = {
  id: string;
  percent: number;
  rules: RuleDocument[];
  salt?: string;
  from?: string;
  until?: string;
};
export type Saving = { rules: RuleDocument[]; note: string; test: AskedTest | null };

/** As it runs, to be sent with new rules: a version without its test ends it. Law and capacity are those of the rules. */
export function testOf(policy: Policy, rules: readonly RuleDocument[]): AskedTest | null {
  const { test } = policy;
  if (!test) return null;
  return {
    ...{ id: test.id, percent: test.percent, salt: test.salt },
    rules: alike(test.rules as unknown as RuleDocument[], rules),
    ...(test.from ? { from: test.from } : {}),
    ...(test.until ? { until: test.until } : {}),
  };
}

export function useSave(inForce: Policy | undefined) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ rules, note, test }: Saving) =>
      api<Policy>('/policy', {
        method: 'PUT',
        body: { rules, replaces: inForce?.version, ...(note ? { note } : {}), ...(test ? { test } : {}) },
      }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['policy'] }),
  });
}

export function useNames(customers: readonly string[], enabled: boolean) {
  return useQuery({
    queryKey: ['customers', 'names', customers],
    queryFn: async () => {
      const body = { customers };
      const { items } = await api<PageOf<{ customer: string; name: string | null }>>('/customers/names', {
        ...{ method: 'POST', body },
      });
      return new Map(items.map(({ customer, name }) => [customer, name]));
    },
    enabled: enabled && customers.length > 0,
    staleTime: 60_000,
  });
}
