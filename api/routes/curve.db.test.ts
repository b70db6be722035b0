import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRig, type Rig } from '#api/testing/rig.ts';
import { DAY } from '#core/clock.ts';
import { wilson } from '#core/interval.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await createRig();
});
afterAll(() => rig.drop());

const ago = (days: number) => new Date(rig.now() - days * DAY);

async function customer(more: { test?: boolean } = {}): Promise<number> {
  const row = { created_at: ago(900), updated_at: ago(900), ...more };
  return (await rig.db.insertInto('customers').values(row).returning('id').executeTakeFirstOrThrow()).id;
}

async function contacted(of: number, days: readonly number[], more: object = {}) {
  const row = { customer: of, brand: 'default', channel: 'email', class: 'commercial', weight: 5, ...more };
  await rig.db
    .insertInto('pressure')
    .values(days.map((d) => ({ ...row, at: ago(d) })))
    .execute();
}

let messages = 0;
async function bought(of: number, days: number, name = 'Order Completed') {
  messages += 1;
  const call = { customer: of, name, source: 'test', message_id: `m${messages}`, properties: '{}' };
  await rig.db
    .insertInto('events')
    .values({ ...call, received_at: ago(days), occurred_at: ago(days) })
    .execute();
}

async function withdrew(of: number, days: number) {
  const record = { customer: of, brand: '*', channel: '*', given: false, source: 'test', at: ago(days) };
  await rig.db.insertInto('consent_records').values(record).execute();
}

type Level = {
  contacts: number;
  orMore: boolean;
  customers: number;
  responded: number;
  optedOut: number;
  response: { value: number | null; low: number | null };
};
const curve = async (query = '') => {
  const { body } = await rig.call(`/v1/policy/curve${query}`);
  const levels = body.levels as Level[];
  return {
    levels,
    told: levels.filter((l) => l.customers > 0).map((l) => [l.contacts, l.customers, l.responded, l.optedOut]),
  };
};

test('the curve counts each customer once a level, with the contacts of the days before and what came after', async () => {
  const ann = await customer();
  // Levels 0, 1 and, the first being exactly 30 days old and so out, 1 again: the last one stands for the level.
  await contacted(ann, [60, 50, 30]);
  await bought(ann, 55);
  await bought(ann, 29);
  const bob = await customer();
  await contacted(bob, [40, 20]);
  await withdrew(bob, 15);
  // Too young to have had its days after it, service, an open booking, long ago: none of them is looked at.
  await contacted(bob, [3]);
  await contacted(bob, [35], { class: 'service' });
  await contacted(bob, [25], { until: ago(-1) });
  await contacted(bob, [400]);
  const tester = await customer({ test: true });
  await contacted(tester, [40]);
  // Two at one moment are no reason for each other.
  const eve = await customer();
  await contacted(eve, [70, 70]);
  await bought(eve, 69, 'Brochure Requested');
  const often = await customer();
  await contacted(
    often,
    Array.from({ length: 14 }, (_, i) => 30 - i),
  );
  await withdrew(often, 16);
  const { levels, told } = await curve();
  expect(levels.map((l) => l.contacts)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect(levels.at(-1)).toMatchObject({ orMore: true });
  expect(told).toEqual([
    [0, 4, 1, 0],
    [1, 3, 1, 1],
    ...[2, 3, 4, 5, 6, 7].map((n) => [n, 1, 0, 0]),
    [8, 1, 0, 1],
    [9, 1, 0, 1],
    [10, 1, 0, 1],
  ]);
  expect(levels[0]!.response.value).toBe(250);
  expect(levels[0]!.response.low).toBeCloseTo(wilson({ hits: 1, of: 4 }).low! * 1_000, 9);
  expect(levels[10]).toMatchObject({ optOut: { value: 1_000, high: 1_000 } });
});

test('the curve asks after the event, the windows and the reach it is told', async () => {
  expect((await curve('?response=Brochure%20Requested')).told[0]).toEqual([0, 4, 1, 0]);
  // A contact exactly a day old is out.
  expect((await curve('?days=1&within=1')).told.map(([level]) => level)).toEqual([0]);
  expect((await curve('?back=35')).told[0]).toEqual([0, 1, 0, 0]);
  for (const bad of ['days=0', 'within=31', 'back=731', 'response=', 'strange=1'])
    expect((await rig.call(`/v1/policy/curve?${bad}`)).status, bad).toBe(400);
});
