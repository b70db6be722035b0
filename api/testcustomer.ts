/** A customer of one's own, to see a chain with: known from the start as one who never counts. */
import { randomBytes } from 'node:crypto';
import type { ApiDeps } from '#api/deps.ts';
import type { Incoming } from '#core/event.ts';
import { recordDeed } from '#store/audit.ts';
import { markTest } from '#store/customers.ts';

const SOURCE = 'simulated';

export type TestCustomer = {
  /** By our own number. */
  id: number;
  mark: string;
  /** A call of this customer's, as a shop would send it. */
  call(kind: Incoming['kind']): Incoming;
};

/** Tells the intake of one, and marks it. `deed`: what is said of it, for whom. */
export async function makeTestCustomer(
  { db, intake }: Pick<ApiDeps, 'db' | 'intake'>,
  now: number,
  about: Pick<Incoming, 'traits' | 'locale'>,
  deed: (id: number) => Parameters<typeof recordDeed>[2],
): Promise<TestCustomer> {
  const mark = `test-${randomBytes(4).toString('hex')}`;
  const call = (kind: Incoming['kind']): Incoming => ({
    ...{ kind, source: SOURCE, messageId: `${mark} ${kind}`, userId: mark, name: '' },
    ...{ properties: {}, traits: {}, occurredAt: now, historical: false },
  });
  const { results } = await intake.take([{ ...call('identify'), ...about }]);
  const { customer: id } = results[0]!;
  await db.transaction().execute(async (trx) => {
    await markTest(trx, now, { customer: id, test: true });
    await recordDeed(trx, now, deed(id));
  });
  return { id, mark, call };
}
