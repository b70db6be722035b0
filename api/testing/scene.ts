/** A live chain with one customer inside, and a touch or a task put where the engine would have put it. */

import { numberOf } from '#api/ids.ts';
import type { Rig } from '#api/testing/rig.ts';
import { galleryGraph } from '#chains/index.ts';
import type { Plan } from '#core/plan.ts';

export type Scene = {
  chain: string;
  chainNumber: number;
  customer: string;
  customerNumber: number;
  enrolment: string;
  enrolmentNumber: number;
  cohort: number;
  month: string;
  version: number;
  plan: Plan;
};

/** The chain of two letters, entered by `user` and by nobody after him. */
export async function enterLetters(rig: Rig, user: string): Promise<Scene> {
  const created = await rig.call('/v1/chains', { body: { graph: galleryGraph('letters') } });
  const chain = String(created.body.id);
  await rig.call(`/v1/chains/${chain}/publish`, { body: {}, headers: { 'If-Match': '1' } });
  await rig.call('/v1/identify', { body: { userId: user, traits: { email: `${user}@shop.example` } } });
  await rig.call('/v1/track', { body: { userId: user, event: 'Brochure Requested' } });
  // Closed behind him: the next scene is another chain's.
  await rig.call(`/v1/chains/${chain}/archive`, { method: 'POST' });
  const chainNumber = numberOf('chain', chain)!;
  const row = await rig.db
    .selectFrom('enrolments')
    .selectAll()
    .where('chain', '=', chainNumber)
    .executeTakeFirstOrThrow();
  const version = await rig.db
    .selectFrom('versions')
    .select('plan')
    .where('id', '=', row.version)
    .executeTakeFirstOrThrow();
  return {
    chain,
    chainNumber,
    customer: `cus_${row.customer.toString(36)}`,
    customerNumber: row.customer,
    enrolment: `enr_${row.id.toString(36)}`,
    enrolmentNumber: row.id,
    cohort: row.cohort,
    month: row.month,
    version: row.version,
    plan: version.plan as unknown as Plan,
  };
}

/** A touch of the first letter in the given state, booked in the pressure ledger. Answers its public id. */
export async function putTouch(rig: Rig, scene: Scene, state: string, channel = 'email'): Promise<string> {
  const at = new Date(rig.now());
  const step = scene.plan.steps.findIndex((s) => s.step === 'first' && s.op.kind === 'touch');
  const key = { month: scene.month, enrolment: scene.enrolmentNumber, step, visit: 1 };
  await rig.db
    .insertInto('touches')
    .values({
      ...key,
      customer: scene.customerNumber,
      chain: scene.chainNumber,
      version: scene.version,
      step_id: 'first',
      state,
      brand: 'default',
      channel,
      class: 'commercial',
      decision: JSON.stringify({ rules: [{ rule: 'consent', verdict: 'pass' }] }),
      due: at,
      judged_at: at,
    })
    .execute();
  await rig.db
    .insertInto('pressure')
    .values({ at, customer: scene.customerNumber, brand: 'default', channel, class: 'commercial', weight: 5, ...key })
    .execute();
  if (state === 'unknown')
    await rig.db
      .insertInto('attention')
      .values({ ...key, kind: 'unknown', at })
      .execute();
  return `tch_${scene.month.slice(2, 4)}${scene.month.slice(5, 7)}_${scene.enrolmentNumber.toString(36)}_${step}_1`;
}

/** The task of a touch that was handed over to a person. */
export async function putTask(rig: Rig, scene: Scene): Promise<{ task: string; touch: string }> {
  const touch = await putTouch(rig, scene, 'handed', 'task');
  const at = new Date(rig.now());
  const { id } = await rig.db
    .insertInto('tasks')
    .values({
      month: scene.month,
      enrolment: scene.enrolmentNumber,
      step: Number(touch.split('_')[3]),
      visit: 1,
      customer: scene.customerNumber,
      chain: scene.chainNumber,
      kind: 'letter',
      team: 'post',
      title: 'Send the brochure',
      due: at,
      created_at: at,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return { task: `tsk_${id.toString(36)}`, touch };
}
