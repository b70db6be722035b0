/** What the contents pages ask of the API: templates, their versions, offers, personas, proofs. */
import { keepPreviousData, useMutation, useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Proof, ShownContent } from '#api/routes/contents.ts';
import type { KeptImage } from '#api/routes/images.ts';
import type { Offer } from '#api/routes/offers.ts';
import type { Persona, ProofList, Variable } from '#api/routes/personas.ts';
import type { Template, TemplateHead, TemplateVersionFull, TemplateVersionHead } from '#api/routes/templates.ts';
import type { TemplateDraft, Variant } from '#core/contents/template.ts';
import { api } from '#editor/data/api.ts';

export type { Offer, Persona, Proof, ProofList, ShownContent, Template, TemplateHead, TemplateVersionHead, Variable };

type Items<T> = { items: T[]; next?: string | null };

export function useTemplates(filter: { search?: string; folder?: string; withdrawn?: boolean }) {
  return useQuery({
    queryKey: ['templates', filter],
    queryFn: () => api<Items<TemplateHead>>('/templates', { query: { ...filter, limit: 200 } }),
    placeholderData: keepPreviousData,
  });
}

export function useTemplate(id: string) {
  return useQuery({ queryKey: ['template', id], queryFn: () => api<Template>(`/templates/${id}`), enabled: id !== '' });
}

export function useVersions(id: string) {
  return useQuery({
    queryKey: ['template', id, 'versions'],
    queryFn: () => api<Items<TemplateVersionHead>>(`/templates/${id}/versions`, { query: { limit: 200 } }),
    enabled: id !== '',
  });
}

export const readVersion = (id: string, number: number) =>
  api<TemplateVersionFull>(`/templates/${id}/versions/${number}`);

export function useVersion(id: string, number: number) {
  return useQuery({
    queryKey: ['template', id, 'versions', number],
    queryFn: () => readVersion(id, number),
    enabled: id !== '' && number > 0,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export type TemplateChange = { name?: string; folder?: string | null; draft?: TemplateDraft; withdrawn?: boolean };

export const saveTemplate = (id: string, revision: number, body: TemplateChange) =>
  api<Template>(`/templates/${id}`, { method: 'PUT', body, revision });

export function useCreateTemplate() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { name: string; folder: string | null; draft: TemplateDraft }) =>
      api<Template>('/templates', { method: 'POST', body }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['templates'] }),
  });
}

/** Somebody of the company's own inventing, a customer, or somebody made up on the spot. */
export type ShownAs =
  | { persona: string }
  | { customer: string }
  | {
      traits: Record<string, unknown>;
      entry: Record<string, unknown>;
      zone?: string | null;
      country?: string | null;
    }
  | null;
export type Asked = {
  variant: Variant;
  language: string;
  as: ShownAs;
  offer?: string | null;
  class?: string;
  params?: Record<string, string | number | boolean>;
};

export function useShown(asked: Asked | null) {
  return useQuery({
    queryKey: ['shown', asked],
    queryFn: ({ signal }) => api<ShownContent>('/contents/render', { method: 'POST', body: asked, signal }),
    enabled: asked !== null,
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    gcTime: 60_000,
  });
}

export type AskedContact = {
  channel: string;
  content: Record<string, unknown>;
  language: string;
  as: ShownAs;
  class?: string;
  offer?: string | null;
  params?: Record<string, string | number | boolean>;
};

const contactQuery = (asked: AskedContact | null) => ({
  queryKey: ['contact', asked],
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    api<ShownContent>('/contents/contact', { method: 'POST', body: asked, signal }),
  staleTime: 60_000,
  gcTime: 60_000,
});

/** What a contact of a chain says, written there or by reference. */
export function useContact(asked: AskedContact | null) {
  return useQuery({ ...contactQuery(asked), enabled: asked !== null, placeholderData: keepPreviousData });
}

/** Of several at once: the names of what each wants to say, and has neither a value nor other words for. */
export function useMissing(asked: readonly AskedContact[]): readonly string[][] {
  return useQueries({ queries: asked.map(contactQuery), combine: (all) => all.map(({ data }) => data?.missing ?? []) });
}

export const keepImage = (data: string) => api<KeptImage>('/images', { method: 'POST', body: { data } });

export function useOffers() {
  return useQuery({ queryKey: ['offers'], queryFn: () => api<Items<Offer>>('/offers', { query: { limit: 200 } }) });
}

export type OfferFields = Omit<Offer, 'id'>;

export function useSaveOffer() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, ...body }: Offer) => api<Offer>(`/offers/${encodeURIComponent(id)}`, { method: 'PUT', body }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['offers'] }),
  });
}

export function useDeleteOffer() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => api(`/offers/${encodeURIComponent(id)}`, { method: 'DELETE' }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['offers'] }),
  });
}

export function useTopics() {
  return useQuery({
    queryKey: ['topics'],
    queryFn: () => api<Items<{ id: string; names: Record<string, string> }>>('/topics', { query: { limit: 200 } }),
  });
}

export function usePersonas() {
  return useQuery({ queryKey: ['personas'], queryFn: () => api<Items<Persona>>('/personas') });
}

export type PersonaFields = Omit<Persona, 'id'>;

/** Without an id it is invented, with one it is changed. */
export function useSavePersona() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, ...body }: PersonaFields & { id?: string }) =>
      api<Persona>(id === undefined ? '/personas' : `/personas/${id}`, {
        method: id === undefined ? 'POST' : 'PUT',
        body,
      }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['personas'] }),
  });
}

export function useDeletePersona() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => api(`/personas/${id}`, { method: 'DELETE' }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['personas'] }),
  });
}

export function useVariables() {
  return useQuery({
    queryKey: ['variables'],
    queryFn: () => api<Items<Variable>>('/variables'),
    staleTime: 60_000,
  });
}

export function useProofLists(enabled: boolean) {
  return useQuery({ queryKey: ['proof-lists'], queryFn: () => api<Items<ProofList>>('/proof-lists'), enabled });
}

export function useCreateProofList() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { name: string; addresses: string[] }) =>
      api<ProofList>('/proof-lists', { method: 'POST', body }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['proof-lists'] }),
  });
}

export function useSaveProofList() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, ...body }: ProofList) => api<ProofList>(`/proof-lists/${id}`, { method: 'PUT', body }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['proof-lists'] }),
  });
}

export function useDeleteProofList() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => api(`/proof-lists/${id}`, { method: 'DELETE' }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['proof-lists'] }),
  });
}

export function useSendProof() {
  return useMutation({
    mutationFn: (body: { variants: Record<string, Variant>; list: string; template: string; as: ShownAs }) =>
      api<Proof>('/contents/proof', { method: 'POST', body }),
  });
}

/** Asked again until all of it has left or was held. */
export function useProof(id: string | null) {
  return useQuery({
    queryKey: ['proof', id],
    queryFn: () => api<Proof>(`/proofs/${id}`),
    enabled: id !== null,
    refetchInterval: ({ state }) => (state.data && !state.data.fates.waiting ? false : 1_000),
  });
}

export const findCustomer = (email: string) =>
  api<{ items: { id: string }[] }>('/customers/lookup', { method: 'POST', body: { email } });
