/** One customer's way through a chain: where it led, and what was sent on it and why. */
import { useQuery } from '@tanstack/react-query';
import type { EnrolmentAnswer } from '#api/routes/enrolments.ts';
import type { TouchLine } from '#api/routes/touches.ts';
import type { WhyAnswer } from '#api/routes/why.ts';
import { api } from '#editor/data/api.ts';

export type { EnrolmentAnswer } from '#api/routes/enrolments.ts';
export type { TouchLine } from '#api/routes/touches.ts';

export function useEnrolment(id: string) {
  return useQuery({ queryKey: ['enrolment', id], queryFn: () => api<EnrolmentAnswer>(`/enrolments/${id}`) });
}

/** More than a page of contacts only a chain that runs in a circle for years has. */
export function useContactsOf(enrolment: string, why: 'en' | 'fr') {
  return useQuery({
    queryKey: ['contacts', enrolment, why],
    queryFn: () =>
      api<{ items: TouchLine[]; next: string | null }>('/touches', { query: { enrolment, why, limit: 100 } }),
  });
}

/** The rules that were asked about one contact, in their order. */
export function useWhy(contact: string, lang: 'en' | 'fr', on: boolean) {
  return useQuery({
    queryKey: ['why', contact, lang],
    queryFn: () => api<WhyAnswer>(`/touches/${contact}/why`, { query: { lang } }),
    enabled: on,
  });
}
