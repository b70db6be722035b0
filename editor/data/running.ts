/** A chain as something that runs: versions, what surrounds publishing, moves, forecast, results and live counts. */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
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

/** A version never changes. */
export const versionQuery = (id: string | null) => ({
  queryKey: ['version', id],
  queryFn: () => api<VersionDocument>(`/versions/${id}`),
  enabled: id !== null,
  staleTime: Number.POSITIVE_INFINITY,
});

export function useVersion(id: string | null) {
  return useQuery(versionQuery(id));
}

export function usePublishing(chain: string) {
  return useQuery({
    queryKey: ['publishing', chain],
    queryFn: () => api<PublishingState>(`/chains/${chain}/publishing`),
  });
}

/** Of the draft as it is kept, at a revision. */
export function useForecast(chain: string, revision: number) {
  return useQuery({
    queryKey: ['forecast', chain, revision],
    queryFn: () => api<Forecast>(`/chains/${chain}/forecast`),
    placeholderData: keepPreviousData,
  });
}

/** Who would move to the version in force, or to the draft at a revision; an unfinished draft answers nothing. */
export function useMoves(chain: string, draft?: number) {
  return useQuery({
    queryKey: ['moves', chain, draft ?? null],
    queryFn: () => api<Moves>(`/chains/${chain}/moves`, { query: draft === undefined ? {} : { to: 'draft' } }),
    retry: false,
    placeholderData: keepPreviousData,
  });
}

export function useResults(chain: string, query: { version?: string; from?: string | null; until?: string | null }) {
  return useQuery({
    queryKey: ['results', chain, query],
    queryFn: () => api<ChainResults>(`/chains/${chain}/results`, { query }),
    enabled: chain !== '',
    placeholderData: keepPreviousData,
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

export type Sight = { version?: string; days?: number };

/** Counts as they change, as long as somebody watches; null until the first has come. `lost`: the last is kept. */
export function useWatch(chain: string, { version, days }: Sight = {}): { live: ChainLive | null; lost: boolean } {
  const [live, setLive] = useState<ChainLive | null>(null);
  const [lost, setLost] = useState(false);
  useEffect(() => {
    setLive(null);
    const given = Object.entries({ version, days }).flatMap(([k, v]) => (v ? [[k, String(v)]] : []));
    const query = given.length > 0 ? `?${new URLSearchParams(given)}` : '';
    const source = new EventSource(`/v1/chains/${chain}/live${query}`);
    source.onmessage = (event) => {
      setLive(JSON.parse(event.data) as ChainLive);
      setLost(false);
    };
    source.onerror = () => setLost(true);
    return () => source.close();
  }, [chain, version, days]);
  return { live, lost };
}

export function useLive(chain: string): ChainLive | null {
  return useWatch(chain).live;
}
