/** Purchases: the last of each family a customer bought, for the relation that is derived from it. */
import { sql } from 'kysely';
import type { Json } from '#core/facts.ts';
import type { Db } from '#store/db.ts';
import { readConsentSettings } from '#store/settings.ts';

export type Purchased = { customer: number; name: string; at: number; properties: Record<string, Json> };

/** Old and historical events count too: they say since when somebody is a customer. The customers' locks are held. */
export async function notePurchases(trx: Db, events: readonly Purchased[]): Promise<void> {
  if (events.length === 0) return;
  const { purchase } = await readConsentSettings(trx);
  const bought = events.filter((e) => e.name === purchase.event);
  if (bought.length === 0) return;
  const family = ({ properties }: Purchased) => {
    const value = properties[purchase.familyProperty];
    return typeof value === 'string' ? value.slice(0, 64) : '';
  };
  await sql`
    insert into purchases as p (customer, family, at)
    select customer, family, to_timestamp(max(at) / 1000)
    from unnest(${bought.map((e) => e.customer)}::bigint[], ${bought.map(family)}::text[],
      ${bought.map((e) => e.at)}::double precision[]) as n (customer, family, at)
    group by customer, family order by customer, family
    on conflict (customer, family) do update set at = greatest(p.at, excluded.at)`.execute(trx);
}
