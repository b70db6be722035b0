/** What customers answered to offers, and which offers have run out. */
import { sql } from 'kysely';
import type { OfferAnswer } from '#core/policy/offer.ts';
import { byCustomer, part } from '#store/standing/part.ts';

type Row = [number, string, OfferAnswer['answer'], number | null];

export const answers = part({
  select: ({ customers }) => sql`select coalesce(json_agg(json_build_array(customer, offer, answer,
        floor(extract(epoch from until) * 1000))), '[]')
      from offer_answers where customer = any(${customers}::bigint[])`,
  read: (rows: Row[]): Map<number, OfferAnswer[]> =>
    byCustomer(rows, ([, offer, answer, until]) => ({ offer, answer, until })),
});

export const expiredOffers = part({
  select: ({ now }) => sql`select coalesce(json_agg(id), '[]') from offers where valid_until < ${new Date(now)}`,
  read: (ids: string[]): Set<string> => new Set(ids),
});
