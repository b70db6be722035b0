/** The last word of the consent ledger. */
import { sql } from 'kysely';
import type { Consent } from '#core/policy/rule.ts';
import { byCustomer, part } from '#store/standing/part.ts';

type Row = [number, string, string, string, boolean, number | null];

export const consents = part({
  select: ({ customers }) => sql`select coalesce(json_agg(json_build_array(customer, brand, channel, topic, given,
        extract(epoch from expires_at) * 1000)), '[]')
      from consents where customer = any(${customers}::bigint[])`,
  read: (rows: Row[]): Map<number, Consent[]> =>
    byCustomer(rows, ([, brand, channel, topic, given, expiresAt]) => ({ brand, channel, topic, given, expiresAt })),
});
