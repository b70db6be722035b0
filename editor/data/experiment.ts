/** What-ifs, pressure tests and the curve of answers, as their pages ask for them. */
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { PolicyCurve, PolicyTestHead, PolicyTestReport } from '#api/routes/policytests.ts';
import type { WhatIf, WhatIfCustomer, WhatIfHead } from '#api/routes/whatif.ts';
import type { RuleDocument } from '#core/policy/documents.ts';
import type { Problem } from '#core/problem.ts';
import { ApiProblem, api, refusedBy, unreached } from '#editor/data/api.ts';
import { heard } from '#editor/data/signed.ts';

export type { PolicyCurve, PolicyTestHead, PolicyTestReport, WhatIf, WhatIfHead };

type PageOf<T> = { items: T[]; next: string | null };
type Line = { progress: number } | { problems: Problem[] } | { whatIf: WhatIf };

/** Runs one, telling how far it is; what it found is kept by the API, should nobody wait for it. */
export function useRunWhatIf() {
  const client = useQueryClient();
  const [progress, setProgress] = useState(0);
  const run = useMutation({
    mutationFn: (body: { rules: RuleDocument[]; months: number }) => {
      setProgress(0);
      return ask(body, setProgress);
    },
    onSuccess: (found) => {
      client.setQueryData(['what-if', found.id], found);
      return client.invalidateQueries({ queryKey: ['what-ifs'] });
    },
  });
  return { ...run, progress };
}

async function ask(body: object, onProgress: (share: number) => void): Promise<WhatIf> {
  const response = await fetch('/v1/policy/what-if', {
    method: 'POST',
    credentials: 'same-origin',
    headers: {
      'Content-Type': 'application/json',
      Accept: 'application/x-ndjson',
      'Accept-Language': document.documentElement.lang,
    },
    body: JSON.stringify(body),
  }).catch(() => null);
  if (!response) throw unreached();
  heard('/policy/what-if', response.status);
  if (!response.ok || !response.body) {
    throw refusedBy(response, await response.json().catch(() => null));
  }
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  for (let rest = ''; ; ) {
    const { done, value } = await reader.read().catch(() => ({ done: true, value: undefined }));
    if (done) throw unreached();
    const lines = (rest + value).split('\n');
    rest = lines.pop() ?? '';
    for (const text of lines) {
      const line = JSON.parse(text) as Line;
      if ('problems' in line) throw new ApiProblem(409, line.problems);
      if ('whatIf' in line) return line.whatIf;
      onProgress(line.progress);
    }
  }
}

export function useWhatIfs() {
  return useQuery({ queryKey: ['what-ifs'], queryFn: () => api<{ items: WhatIfHead[] }>('/what-ifs') });
}

export function useWhatIf(id: string | null) {
  return useQuery({
    queryKey: ['what-if', id],
    queryFn: () => api<WhatIf>(`/what-ifs/${id}`),
    enabled: id !== null,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export function useChanged(id: string, enabled: boolean) {
  return useInfiniteQuery({
    queryKey: ['what-if', id, 'customers'],
    queryFn: ({ pageParam }) =>
      api<PageOf<WhatIfCustomer>>(`/what-ifs/${id}/customers`, { query: { limit: 20, cursor: pageParam } }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
    enabled,
  });
}

export function useTests() {
  return useQuery({
    queryKey: ['policy', 'tests'],
    queryFn: () => api<PageOf<PolicyTestHead>>('/policy/tests', { query: { limit: 50 } }),
  });
}

export type Measured = { response?: string; days: number; lang: string };

export function useTestReport(id: string | null, measured: Measured) {
  return useQuery({
    queryKey: ['policy', 'tests', id, measured],
    queryFn: () => api<PolicyTestReport>(`/policy/tests/${id}`, { query: measured }),
    enabled: id !== null,
  });
}

export function useCurve(asked: { days: number; within: number; back: number }, enabled: boolean) {
  return useQuery({
    queryKey: ['policy', 'curve', asked],
    queryFn: () => api<PolicyCurve>('/policy/curve', { query: asked }),
    enabled,
    staleTime: 300_000,
  });
}

/** Names of chains by their ids. */
export function useChainNames() {
  return useQuery({
    queryKey: ['chains', 'names', 'map'],
    queryFn: async () => {
      const { items } = await api<PageOf<{ id: string; name: string }>>('/chains', { query: { limit: 200 } });
      return new Map(items.map(({ id, name }) => [id, name]));
    },
    staleTime: 60_000,
  });
}
