/** What the policy page asks of the API. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Policy, PolicyEffects } from '#api/routes/policy.ts';
import type { WhatIf } from '#api/routes/whatif.ts';
import type { RuleDocument } from '#core/policy/documents.ts';
import { api } from '#editor/data/api.ts';

/** Newest first: the first is in force. */
export function usePolicies() {
  return useQuery({ queryKey: ['policy'], queryFn: () => api<{ items: Policy[] }>('/policy') });
}

export function useEffects() {
  return useQuery({ queryKey: ['policy', 'effects'], queryFn: () => api<PolicyEffects>('/policy/effects') });
}

export function useTry() {
  return useMutation({
    mutationFn: (rules: RuleDocument[]) => api<{ tried: number }>('/policy/try', { method: 'POST', body: { rules } }),
  });
}

/** A test that runs goes on: saving the rules alone would end it. */
export function useSave(inForce: Policy | undefined) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ rules, note }: { rules: RuleDocument[]; note: string }) => {
      const test = inForce?.test;
      const kept = test && {
        ...{ id: test.id, percent: test.percent, salt: test.salt, rules: test.rules },
        ...(test.from ? { from: test.from } : {}),
        ...(test.until ? { until: test.until } : {}),
      };
      return api<Policy>('/policy', {
        method: 'PUT',
        body: { rules, replaces: inForce?.version, ...(note ? { note } : {}), ...(kept ? { test: kept } : {}) },
      });
    },
    onSuccess: () => client.invalidateQueries({ queryKey: ['policy'] }),
  });
}

export function useWhatIf() {
  return useMutation({
    mutationFn: (body: { rules: RuleDocument[]; months: number }) =>
      api<WhatIf>('/policy/what-if', { method: 'POST', body }),
  });
}
