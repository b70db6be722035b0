/** What the consent, suppression and law pages ask of the API. */
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ConsentImported } from '#api/routes/consentfile.ts';
import type { ConsentTerms } from '#api/routes/consents.ts';
import type { LawPack } from '#api/routes/law.ts';
import type { MissingPlaces } from '#api/routes/places.ts';
import type { Suppression, SuppressionCounts, SuppressionFound } from '#api/routes/suppressions.ts';
import type { Brand, Topic } from '#api/routes/topics.ts';
import { api, refusedBy, unreached } from '#editor/data/api.ts';
import { heard } from '#editor/data/signed.ts';

export type { Brand, ConsentImported, ConsentTerms, LawPack, Suppression, Topic };

type PageOf<T> = { items: T[]; next: string | null };

/** Every one: rules and forms choose among them. */
async function all<T>(path: string): Promise<T[]> {
  const found: T[] = [];
  for (let cursor = ''; ; ) {
    const { items, next } = await api<PageOf<T>>(path, { query: { limit: 200, cursor } });
    found.push(...items);
    if (next === null) return found;
    cursor = next;
  }
}

export function useTopics() {
  return useQuery({ queryKey: ['topics', 'all'], queryFn: () => all<Topic>('/topics'), staleTime: 30_000 });
}

export function useBrands() {
  return useQuery({ queryKey: ['brands', 'all'], queryFn: () => all<Brand>('/brands'), staleTime: 30_000 });
}

function usePut<T extends { id: string }>(path: 'topics' | 'brands') {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, ...body }: T) => api<T>(`/${path}/${encodeURIComponent(id)}`, { method: 'PUT', body }),
    onSuccess: () => client.invalidateQueries({ queryKey: [path] }),
  });
}

function useDelete(path: 'topics' | 'brands') {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => api(`/${path}/${encodeURIComponent(id)}`, { method: 'DELETE' }),
    onSuccess: () => client.invalidateQueries({ queryKey: [path] }),
  });
}

export const usePutTopic = () => usePut<Topic>('topics');
export const useDeleteTopic = () => useDelete('topics');
export const usePutBrand = () => usePut<Brand>('brands');
export const useDeleteBrand = () => useDelete('brands');

export function useTerms() {
  return useQuery({ queryKey: ['consent-settings'], queryFn: () => api<ConsentTerms>('/consent-settings') });
}

export function useSaveTerms() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: Partial<ConsentTerms>) => api<ConsentTerms>('/consent-settings', { method: 'PUT', body }),
    onSuccess: (terms) => client.setQueryData(['consent-settings'], terms),
  });
}

/** A part of a file: lines as they are, for the API reads them and says which are bad. */
export async function importLines(text: string): Promise<ConsentImported> {
  const response = await fetch('/v1/consents/import', {
    method: 'POST',
    credentials: 'same-origin',
    headers: { 'Content-Type': 'application/x-ndjson', 'Accept-Language': document.documentElement.lang },
    body: text,
  }).catch(() => {
    throw unreached();
  });
  heard('/consents/import', response.status);
  const answer: unknown = await response.json().catch(() => null);
  if (response.ok) return answer as ConsentImported;
  throw refusedBy(response, answer);
}

export function useSuppressions(filter: { reason?: string; kind?: string }) {
  return useInfiniteQuery({
    queryKey: ['suppressions', 'list', filter],
    queryFn: ({ pageParam }) =>
      api<PageOf<Suppression>>('/suppressions', { query: { ...filter, limit: 50, cursor: pageParam } }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
  });
}

export function useSuppressionCounts() {
  return useQuery({
    queryKey: ['suppressions', 'counts'],
    queryFn: () => api<SuppressionCounts>('/suppressions/counts'),
  });
}

export type Address = { kind: 'email' | 'phone' | 'postal'; value: string };

export function useFindSuppression() {
  return useMutation({
    mutationFn: (body: Address) => api<SuppressionFound>('/suppressions/find', { method: 'POST', body }),
  });
}

export function useSuppress() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { addresses: Address[]; reason: string }) =>
      api<{ suppressed: number; withdrawn: number; inFlight: string[] }>('/suppressions', { method: 'POST', body }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['suppressions'] }),
  });
}

export function useLift() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, reason }: { id: string; reason: string }) =>
      api(`/suppressions/${id}/lift`, { method: 'POST', body: { reason } }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['suppressions'] }),
  });
}

export function useLaw() {
  return useQuery({ queryKey: ['law'], queryFn: () => api<{ packs: LawPack[] }>('/law'), staleTime: 60_000 });
}

export function useMissingPlaces(enabled: boolean) {
  return useQuery({
    queryKey: ['places', 'missing'],
    queryFn: () => api<MissingPlaces>('/places/missing', { query: { limit: 20 } }),
    enabled,
    staleTime: 60_000,
  });
}
