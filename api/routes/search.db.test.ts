import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRig, type Rig } from '#api/testing/rig.ts';
import { enterLetters, putTouch, type Scene } from '#api/testing/scene.ts';
import { DAY } from '#core/clock.ts';
import { ensurePolicy } from '#store/policies.ts';

let rig: Rig;
let scene: Scene;
beforeAll(async () => {
  rig = await createRig();
  await ensurePolicy(rig.db, rig.now());
  scene = await enterLetters(rig, 'ann');
  const people: [string, Record<string, unknown>][] = [
    ['zoe', { email: 'Zoe.Da-Silva@shop.example', phone: '+33639981230', firstName: 'Zoé', lastName: 'Da-Silva' }],
    ['zora', { email: 'zora@shop.example', firstName: 'Zora', lastName: 'Élégant' }],
    ['C-1007', { name: 'Maison Lefèvre' }],
    ['percent', { email: 'a%b@shop.example' }],
  ];
  for (const [userId, traits] of people) await rig.call('/v1/identify', { body: { userId, traits } });
});
afterAll(() => rig.drop());

async function find(body: object): Promise<(string | null)[]> {
  const answer = await rig.call('/v1/customers/search', { body });
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return (answer.body.items as { user: string | null }[]).map((one) => one.user);
}

test('a customer is found by the beginning of an address, a number, an outside id or a name', async () => {
  expect(await find({ text: 'ZOE.da-s' })).toEqual(['zoe']);
  expect(await find({ text: 'zo' })).toEqual(['zora', 'zoe']);
  expect(await find({ text: '06 39 98 12 30' })).toEqual(['zoe']);
  expect(await find({ text: '+3363998' })).toEqual(['zoe']);
  expect(await find({ text: 'C-10' })).toEqual(['C-1007']);
  expect(await find({ text: 'lefevre' })).toEqual(['C-1007']);
  expect(await find({ text: 'élég zor' })).toEqual(['zora']);
  expect(await find({ text: 'Silva Z' })).toEqual(['zoe']);
});

test('what was typed is taken as it stands, and what finds nobody finds nobody', async () => {
  expect(await find({ text: 'a%b@' })).toEqual(['percent']);
  expect(await find({ text: '%b@' })).toEqual([]);
  expect(await find({ text: "':* | zora & \\" })).toEqual(['zora']);
  expect(await find({ text: 'x' })).toEqual([]);
  expect(await find({})).toEqual([]);
  expect(await rig.call('/v1/customers/search', { body: { step: 'first' } })).toMatchObject({ status: 400 });
});

test('found customers come page by page, each once', async () => {
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const { body } = await rig.call('/v1/customers/search', {
      body: { text: 'zo', limit: 1, ...(cursor ? { cursor } : {}) },
    });
    seen.push(...(body.items as { name: string }[]).map((one) => one.name));
    cursor = body.next as string | null;
  } while (cursor);
  expect(seen).toEqual(['Zora Élégant', 'Zoé Da-Silva']);
});

test('whoever stands at a step of a chain is listed, is due there, or has gone on from there', async () => {
  const { chain } = scene;
  const { rows } = { rows: await rig.db.selectFrom('enrolments').select(['step', 'due']).execute() };
  const at = scene.plan.steps[rows[0]!.step]!.step;
  const later = new Date(rig.now() + 2 * DAY);
  await rig.db.updateTable('enrolments').set({ due: later }).execute();
  expect(await find({ chain })).toEqual(['ann']);
  expect(await find({ chain, text: 'zo' })).toEqual([]);
  expect(await find({ chain, text: 'ann@' })).toEqual(['ann']);
  expect(await find({ chain, step: at })).toEqual(['ann']);
  expect(await find({ chain, step: at, at: 'due' })).toEqual([]);
  expect(await find({ chain, step: at, at: 'passed' })).toEqual([]);
  expect(await find({ chain, step: 'nowhere' })).toEqual([]);
  expect(await find({ chain, state: 'ended' })).toEqual([]);
  const first = scene.plan.steps.findLastIndex((s) => s.step === 'first');
  const ports = Object.keys(scene.plan.steps[first]!.next);
  await rig.db
    .updateTable('enrolments')
    .set({ path: [first, 0, 60] })
    .execute();
  expect(await find({ chain, step: 'first', at: 'passed' })).toEqual(['ann']);
  expect(await find({ chain, step: 'first', at: 'passed', port: ports[0] })).toEqual(['ann']);
  expect(await find({ chain, step: 'first', at: 'passed', port: ports[1] ?? 'end' })).toEqual([]);
  const { body } = await rig.call('/v1/customers/search', { body: { chain } });
  expect(body.items).toMatchObject([{ inside: { enrolment: scene.enrolment, step: at, state: 'live' } }]);
});

test('what names a person is in no line of the log when they are looked for', async () => {
  await find({ text: 'zoe.da-silva@shop.example' });
  expect(rig.lines.join('\n')).not.toMatch(/da-silva/i);
});

test('the gauges tell how much of each cap is used and when the next contact fits', async () => {
  const before = await rig.call(`/v1/customers/${scene.customer}/pressure`);
  expect(before.body.caps).toMatchObject([
    { rule: { id: 'one_a_day' }, used: 0, max: 1 },
    { rule: { id: 'three_a_week' }, used: 0, max: 3 },
    { rule: { id: 'one_call_a_month' }, used: 0, max: 1 },
  ]);
  await putTouch(rig, scene, 'handed');
  const { body } = await rig.call(`/v1/customers/${scene.customer}/pressure?lang=fr`);
  const free = new Date(rig.now() + DAY).toISOString();
  const now = new Date(rig.now()).toISOString();
  expect(body.caps).toMatchObject([
    { rule: { id: 'one_a_day' }, used: 1, max: 1, free, times: [now] },
    { rule: { id: 'three_a_week' }, used: 1, max: 3, free: now },
    { rule: { id: 'one_call_a_month' }, used: 0, free: now },
  ]);
  const channels = body.channels as { channel: string; verdict: string; until: string | null; sentence: string }[];
  expect(channels.find((one) => one.channel === 'email')).toMatchObject({
    ...{ verdict: 'hold', until: free, sentence: expect.stringContaining('plafond') },
  });
  // As POST /v1/policy/check says it.
  const asked = { customer: scene.customer, channel: 'letter', class: 'commercial', lang: 'fr' };
  const check = await rig.call('/v1/policy/check', { body: asked });
  expect(channels.find((one) => one.channel === 'letter')).toMatchObject({
    ...{ sentence: check.body.sentence, verdict: check.body.verdict, until: check.body.until },
  });
  expect((await rig.call('/v1/customers/cus_zzzzz/pressure')).status).toBe(404);
});

test('the suppressions of a customer’s addresses are listed, and lifted from there', async () => {
  const list = () => rig.call(`/v1/customers/${scene.customer}/suppressions`);
  expect((await list()).body.items).toEqual([]);
  await rig.call('/v1/suppressions', {
    body: { addresses: [{ kind: 'email', value: 'ANN@shop.example' }], reason: 'invalid' },
  });
  const { body } = await list();
  expect(body.items).toMatchObject([{ kind: 'email', reason: 'invalid', hint: 'A…@shop.example' }]);
  const [{ id }] = body.items as [{ id: string }];
  await rig.call(`/v1/suppressions/${id}`, { method: 'DELETE' });
  expect((await list()).body.items).toEqual([]);
});

test('privacy reads all that is kept about a customer, and that it did is written down', async () => {
  const { body } = await rig.call(`/v1/customers/${scene.customer}/export`);
  expect(body).toMatchObject({
    addresses: [{ kind: 'email', value: 'ann@shop.example' }],
    enrolments: [{ state: 'live' }],
  });
  const deeds = await rig.db
    .selectFrom('audit')
    .select(['action', 'subject'])
    .where('action', '=', 'customer.download')
    .execute();
  expect(deeds).toEqual([{ action: 'customer.download', subject: scene.customer }]);
  expect((await rig.call('/v1/customers/cus_zzzzz/export')).status).toBe(404);
});
