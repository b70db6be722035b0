import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRig, type Rig } from '#api/testing/rig.ts';
import { lockCapacity, writeCapacity } from '#store/capacity.ts';
import { ensurePolicy } from '#store/policies.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await createRig();
  await ensurePolicy(rig.db, rig.now());
});
afterAll(() => rig.drop());

const cap = { id: 'week', kind: 'cap', max: 3, days: 7 };
const put = (body: object) => rig.call('/v1/policy', { method: 'PUT', body });

test('of two people who change the same version the second is told, and nothing of the first is lost', async () => {
  const first = await put({ rules: [cap], note: 'three' });
  const { version } = first.body;
  expect((await put({ rules: [{ ...cap, max: 2 }], note: 'two', replaces: version })).status).toBe(200);
  const late = await put({ rules: [{ ...cap, max: 5 }], replaces: version });
  expect(late).toMatchObject({
    status: 409,
    body: { problems: [{ code: 'overtaken', field: 'replaces' }], current: { note: 'two', rules: [{ max: 2 }] } },
  });
  const { items } = (await rig.call('/v1/policy')).body as { items: object[] };
  expect(items[0]).toMatchObject({ note: 'two' });
});

test('a rule that is switched off stays written, and is no cap any more', async () => {
  const off = { ...cap, id: 'kept', off: true };
  const kept = await put({ rules: [cap, off] });
  expect(kept).toMatchObject({ status: 200, body: { rules: [cap, off] } });
  expect(await put({ rules: [off] })).toMatchObject({ status: 422, body: { problems: [{ code: 'no_cap' }] } });
});

test('rules are tried without being saved, and refused in the words of a save', async () => {
  await rig.call('/v1/identify', { body: { userId: 'tried', traits: { tier: 1 } } });
  const before = (await rig.call('/v1/policy')).body.items;
  expect((await rig.call('/v1/policy/try', { body: { rules: [cap] } })).body).toEqual({ tried: 1 });
  const strange = [{ ...cap, max: { field: 'profile.teir', default: 1 } }];
  const tried = await rig.call('/v1/policy/try', { body: { rules: strange } });
  expect(tried.status).toBe(422);
  expect(tried.body).toEqual((await put({ rules: strange })).body);
  expect((await rig.call('/v1/policy')).body.items).toEqual(before);
});

test('beside each rule stands what it held and skipped, by the decision records', async () => {
  const at = new Date(rig.now() - 86_400_000);
  const stopped = async (enrolment: number, state: string, last: object, judged = at) =>
    rig.db
      .insertInto('touches')
      .values({
        ...{ month: `${judged.toISOString().slice(0, 7)}-01` as never, enrolment, step: 1, visit: 1, customer: 1 },
        ...{ chain: 1, version: 1, step_id: 'mail', state, brand: 'default', channel: 'email', class: 'commercial' },
        ...{ decision: JSON.stringify({ asked: [{ rule: 'consent' }, last] }), due: judged, judged_at: judged },
      } as never)
      .execute();
  const byCap = { rule: 'pressure', inputs: { caps: [] }, flip: { cap: 'week' } };
  await stopped(1, 'held', byCap);
  await stopped(2, 'skipped', byCap);
  await stopped(3, 'skipped', byCap, new Date(rig.now() - 100 * 86_400_000));
  await stopped(4, 'skipped', { rule: 'alternation', inputs: { rules: [{ id: 'mixed', max: 2, in_a_row: 2 }] } });
  await stopped(5, 'held', { rule: 'hours', inputs: { rules: ['quiet', 'fr_call_hours'] } });
  await stopped(6, 'handed', byCap);
  expect((await rig.call('/v1/policy/effects')).body.effects).toEqual([
    { rule: 'alternation', id: 'mixed', held: 0, skipped: 1 },
    { rule: 'hours', id: 'quiet', held: 1, skipped: 0 },
    { rule: 'pressure', id: 'week', held: 1, skipped: 1 },
  ]);
});

test('of each capacity stands what is used up in the hour and the day that run', async () => {
  const { db, now } = rig;
  const rules = [
    { id: 'week', kind: 'cap', max: 3, days: 7 },
    { id: 'lyon', kind: 'capacity', channel: 'call', team: 'Lyon', perHour: 40, perDay: 250 },
  ] as const;
  await put({ rules });
  const limit = { rule: 'lyon', span: 'hour', limit: 40 } as const;
  await db.transaction().execute(async (trx) => {
    await lockCapacity(trx, [limit], now());
    await writeCapacity(trx, [{ ...limit, count: 7 }], now());
  });
  // 24 November 2026, 11:00 in Paris.
  expect((await rig.call('/v1/policy/capacity')).body.uses).toEqual([
    { ...limit, used: 7, from: '2026-11-24T10:00:00.000Z', until: '2026-11-24T11:00:00.000Z' },
    {
      ...{ rule: 'lyon', span: 'day', limit: 250, used: 0 },
      ...{ from: '2026-11-23T23:00:00.000Z', until: '2026-11-24T23:00:00.000Z' },
    },
  ]);
});

test('a what-if tells how far it is to who wants to hear it, and keeps the rules it was asked with', async () => {
  const rules = [{ id: 'week', kind: 'cap', max: 3, days: 7 }];
  const response = await rig.app.request('/v1/policy/what-if', {
    method: 'POST',
    headers: {
      Authorization: `Bearer ${rig.admin.token}`,
      'Content-Type': 'application/json',
      Accept: 'application/x-ndjson',
    },
    body: JSON.stringify({ rules, months: 1 }),
  });
  const lines = (await response.text()).trim().split('\n');
  expect(JSON.parse(lines[0]!)).toEqual({ progress: 0 });
  const { whatIf } = JSON.parse(lines.at(-1)!) as { whatIf: { id: string } };
  expect((await rig.call(`/v1/what-ifs/${whatIf.id}`)).body).toEqual({ ...whatIf, rules });
  expect((await rig.call('/v1/what-ifs')).body.items).toMatchObject([{ id: whatIf.id, byName: 'admin' }]);
});
