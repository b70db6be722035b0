/** A chain as something that runs: versions, what surrounds publishing, moves, forecast, results and live counts. */
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { VersionDocument, VersionLine } from '#api/routes/chains.ts';
import type { ChainLive, ChainResults, Forecast } from '#api/routes/live.ts';
import type { Moves } from '#api/routes/moves.ts';
import type { PublishingState } from '#api/routes/publishing.ts';
import { type ConsentSettings, DEFAULT_CONSENT } from '#core/consent.ts';
import type { Policy } from '#core/policy/rule.ts';
import { api } from '#editor/data/api.ts';

type PageOf<T> = { items: T[]; next: string | null };

export function useVersions(chain: string) {
  return useQuery({
    queryKey: ['versions', chain],
    queryFn: () => api<PageOf<VersionLine>>(`/chains/${chain}/versions`, { query: { limit: 100 } }),
  });
}

export function useVersion(id: string | null) {
  return useQuery({
    queryKey: ['version', id],
    queryFn: () => api<VersionDocument>(`/versions/${id}`),
    enabled: id !== null,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export function usePublishing(chain: string) {
  return useQuery({
    queryKey: ['publishing', chain],
    queryFn: () => api<PublishingState>(`/chains/${chain}/publishing`),
  });
}

export function useForecast(chain: string, on: boolean) {
  return useQuery({
    queryKey: ['forecast', chain],
    queryFn: () => api<Forecast>(`/chains/${chain}/forecast`),
    enabled: on,
  });
}

export function useMoves(chain: string, on: boolean) {
  return useQuery({ queryKey: ['moves', chain], queryFn: () => api<Moves>(`/chains/${chain}/moves`), enabled: on });
}

export function useResults(chain: string, query: { version?: string; from?: string }) {
  return useQuery({
    queryKey: ['results', chain, query],
    queryFn: () => api<ChainResults>(`/chains/${chain}/results`, { query }),
  });
}

/** The rules in force and the company's terms of consent: what a try-out is judged by. */
export function useRules() {
  return useQuery({
    queryKey: ['rules'],
    queryFn: async () => {
      const [policies, consent] = await Promise.all([
        api<PageOf<Policy>>('/policy', { query: { limit: 1 } }),
        api<Partial<ConsentSettings>>('/consent-settings'),
      ]);
      const [newest] = policies.items;
      const policy: Policy = { version: newest?.version ?? 0, rules: newest?.rules ?? [] };
      return { policy, consent: { ...DEFAULT_CONSENT, ...consent } };
    },
  });
}

/** Counts as they change, as long as somebody watches; null until the first has come. */
export function useLive(chain: string): ChainLive | null {
  const [live, setLive] = useState<ChainLive | null>(null);
  useEffect(() => {
    const source = new EventSource(`/v1/chains/${chain}/live`);
    source.onmessage = (event) => setLive(JSON.parse(event.data) as ChainLive);
    return () => source.close();
  }, [chain]);
  return live;
}
