/** Who did what to which object: written in the transaction of the deed itself. */
import type { Json } from '#core/facts.ts';
import type { Db } from '#store/db.ts';

export type Deed = {
  /** Public id of the key or person that acted; never a name or an address. */
  actor: string;
  /** `chain.publish`, `touch.resolve`, … */
  action: string;
  /** Public id of what it was done to. */
  subject: string;
  detail?: { [key: string]: Json };
};

export async function recordDeed(trx: Db, now: number, deed: Deed): Promise<void> {
  await trx
    .insertInto('audit')
    .values({
      at: new Date(now),
      actor: deed.actor,
      action: deed.action,
      subject: deed.subject,
      detail: JSON.stringify(deed.detail ?? {}),
    })
    .execute();
}
