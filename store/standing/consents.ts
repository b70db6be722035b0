/** The last words of the consent ledger, and the company's terms: regimes and the families of topics. */
import { sql } from 'kysely';
import { type ConsentSettings, DEFAULT_CONSENT } from '#core/consent.ts';
import type { Consent, ConsentTerms } from '#core/policy/rule.ts';
import { byCustomer, part } from '#store/standing/part.ts';

type Row = [number, string, string, string, boolean, number | null, number];

export const consents = part({
  select: ({ customers }) => sql`select coalesce(json_agg(json_build_array(customer, brand, channel, topic, given,
        floor(extract(epoch from expires_at) * 1000), floor(extract(epoch from at) * 1000))), '[]')
      from consents where customer = any(${customers}::bigint[])`,
  read: (rows: Row[]): Map<number, Consent[]> =>
    byCustomer(rows, ([, brand, channel, topic, given, expiresAt, at]) => {
      return { brand, channel, topic, given, expiresAt, at };
    }),
});

type Terms = { settings: Partial<ConsentSettings> | null; families: Record<string, string> };

export const terms = part({
  select: () => sql`select json_build_object('settings', (select value from settings where key = 'consent'),
        'families', coalesce((select json_object_agg(id, family) from topics where family is not null), '{}'))`,
  read: ({ settings, families }: Terms): ConsentTerms & Pick<ConsentSettings, 'formerAfterMonths'> => ({
    regimes: { ...DEFAULT_CONSENT.regimes, ...settings?.regimes },
    families,
    formerAfterMonths: settings?.formerAfterMonths ?? DEFAULT_CONSENT.formerAfterMonths,
  }),
});
