/** Who takes part in a pressure test: everybody judged since it began, in the variant they were first judged by. */
import { sql } from 'kysely';
import type { Json } from '#core/facts.ts';
import type { Drawn } from '#core/policy/variant.ts';
import type { Db } from '#store/db.ts';

/** One statement, and none where no test runs. In the transaction that judged. */
export async function noteExposures(
  trx: Db,
  judged: readonly { customer: number; decision: Json }[],
  now: number,
): Promise<void> {
  const drawn = judged.flatMap(({ customer, decision }) => {
    const { test, variant } = decision as unknown as Partial<Drawn>;
    return test !== undefined && variant !== undefined ? [{ customer, test, variant }] : [];
  });
  if (drawn.length === 0) return;
  await sql`/* hot */
    insert into policy_exposures (test, customer, variant, at)
    select test, customer, variant, ${new Date(now)}::timestamptz
    from unnest(${drawn.map((d) => d.test)}::text[], ${drawn.map((d) => d.customer)}::bigint[],
      ${drawn.map((d) => d.variant)}::text[]) as n (test, customer, variant)
    order by customer
    on conflict do nothing`.execute(trx);
}
