/** What settings and the account ask of the API: people, keys, attributes, the audit, sessions, the second factor. */
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Role } from '#api/access.ts';
import type { SessionAnswer } from '#api/routes/account.ts';
import type { AttributeAnswer } from '#api/routes/attributes.ts';
import type { Deed } from '#api/routes/audit.ts';
import type { KeyAnswer, NewKeyAnswer } from '#api/routes/keys.ts';
import type { LinkedAnswer, PersonAnswer } from '#api/routes/people.ts';
import type { SettingsAnswer } from '#api/routes/settings.ts';
import type { Sensitivity } from '#core/mask.ts';
import { api } from '#editor/data/api.ts';

export type {
  AttributeAnswer,
  Deed,
  KeyAnswer,
  LinkedAnswer,
  NewKeyAnswer,
  PersonAnswer,
  SessionAnswer,
  SettingsAnswer,
};

type Items<T> = { items: T[]; next: string | null };
type Brand = { id: string; name: string; names: Record<string, string>; sender: Record<string, string> };

/** Something is changed; everything that starts with one of these keys is asked again. */
function useDeed<V, A>(ask: (given: V) => Promise<A>, ...keys: string[]) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ask,
    onSuccess: () => Promise.all(keys.map((key) => client.invalidateQueries({ queryKey: [key] }))),
  });
}

/** All pages, one after another. */
async function whole<T>(path: string): Promise<T[]> {
  const found: T[] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page: Items<T> = await api(path, { query: { limit: 200, cursor } });
    found.push(...page.items);
    cursor = page.next;
  }
  return found;
}

export const useSettings = () => useQuery({ queryKey: ['settings'], queryFn: () => api<SettingsAnswer>('/settings') });
export const useSaveSettings = () =>
  useDeed(
    (body: Partial<SettingsAnswer>) => api<SettingsAnswer>('/settings', { method: 'PUT', body }),
    ...['settings', 'brands', 'me'],
  );

export const useBrands = () => useQuery({ queryKey: ['brands', 'all'], queryFn: () => whole<Brand>('/brands') });
export const useSaveBrand = () =>
  useDeed(({ id, ...body }: Brand) => api<Brand>(`/brands/${id}`, { method: 'PUT', body }), 'brands');

export const usePeople = (enabled = true) =>
  useQuery({ queryKey: ['people'], queryFn: () => whole<PersonAnswer>('/people'), enabled });
export type Invitation = { name: string; email: string; roles: Role[]; team: string | null; language: 'en' | 'fr' };
export const useInvite = () =>
  useDeed((body: Invitation) => api<LinkedAnswer>('/people', { method: 'POST', body }), 'people');
export type PersonChange = { name?: string; roles?: Role[]; team?: string | null; active?: boolean };
export const useChangePerson = () =>
  useDeed(
    ({ id, ...body }: PersonChange & { id: string }) => api<PersonAnswer>(`/people/${id}`, { method: 'PATCH', body }),
    ...['people', 'me'],
  );
export const usePersonLink = () =>
  useDeed((id: string) => api<LinkedAnswer>(`/people/${id}/link`, { method: 'POST', body: {} }), 'people');
export const useTakeTotp = () =>
  useDeed((id: string) => api<PersonAnswer>(`/people/${id}/totp`, { method: 'DELETE' }), 'people');

export const useKeys = () => useQuery({ queryKey: ['keys'], queryFn: () => whole<KeyAnswer>('/keys') });
export type NewKey = { name: string; scopes: string[]; origins: string[]; expiresAt?: string };
export const useCreateKey = () =>
  useDeed((body: NewKey) => api<NewKeyAnswer>('/keys', { method: 'POST', body }), 'keys');
export const useRotateKey = () =>
  useDeed(
    ({ id, overlapHours }: { id: string; overlapHours: number }) =>
      api<NewKeyAnswer>(`/keys/${id}/rotate`, { method: 'POST', body: { overlapHours } }),
    'keys',
  );
export const useRevokeKey = () => useDeed((id: string) => api<KeyAnswer>(`/keys/${id}`, { method: 'DELETE' }), 'keys');

export const useAttributes = () =>
  useQuery({ queryKey: ['attributes'], queryFn: () => whole<AttributeAnswer>('/attributes') });
export const useSayAttribute = () =>
  useDeed(
    ({ path, sensitivity }: { path: string; sensitivity: Sensitivity | null }) =>
      api<AttributeAnswer>(`/attributes/${encodeURIComponent(path)}`, { method: 'PUT', body: { sensitivity } }),
    'attributes',
  );

export function useDeeds(filter: { actor: string; action: string }) {
  return useInfiniteQuery({
    queryKey: ['audit', filter],
    queryFn: ({ pageParam }) => api<Items<Deed>>('/audit', { query: { ...filter, limit: 50, cursor: pageParam } }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
}

export const useChangeMe = () =>
  useDeed((body: { name?: string; language?: 'en' | 'fr' }) => api('/me', { method: 'PATCH', body }), 'me', 'people');
export const useChangePassword = () =>
  useDeed((body: { current: string; password: string }) => api('/me/password', { method: 'POST', body }), 'sessions');
export type BegunTotp = { uri: string; codes: string[]; qr: { size: number; path: string } };
export const useBeginTotp = () =>
  useDeed((password: string) => api<BegunTotp>('/me/totp', { method: 'POST', body: { password } }));
export const useConfirmTotp = () =>
  useDeed((code: string) => api('/me/totp/confirm', { method: 'POST', body: { code } }), 'me', 'sessions');
export const useRemoveTotp = () =>
  useDeed((password: string) => api('/me/totp/remove', { method: 'POST', body: { password } }), 'me', 'sessions');
export const useSessions = () =>
  useQuery({ queryKey: ['sessions'], queryFn: () => api<{ items: SessionAnswer[] }>('/me/sessions') });
export const useEndSession = () => useDeed((id: string) => api(`/me/sessions/${id}`, { method: 'DELETE' }), 'sessions');
