import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { idOf } from '#api/ids.ts';
import { createRig, type Rig } from '#api/testing/rig.ts';
import { DAY } from '#core/clock.ts';
import { wilson } from '#core/interval.ts';
import { variantOf } from '#core/policy/variant.ts';
import { suppress } from '#store/suppressions.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await createRig();
});
afterAll(() => rig.drop());

const put = (body: object) => rig.call('/v1/policy', { method: 'PUT', body });
const cap = (max: unknown, more: object = {}) => ({ id: 'week', kind: 'cap', max, days: 7, ...more });
const at = (days: number) => new Date(START + days * DAY);
let START = 0;

async function people(...names: string[]): Promise<number[]> {
  const ids: number[] = [];
  for (const name of names) {
    await rig.call('/v1/identify', { body: { userId: name, traits: { email: `${name}@shop.example` } } });
    const row = await rig.db.selectFrom('identities').select('customer').where('value', '=', name).executeTakeFirst();
    ids.push(row!.customer);
  }
  return ids;
}

async function contacted(customer: number, days: number, channel = 'email', more: object = {}) {
  const row = { at: at(days), customer, brand: 'default', channel, class: 'commercial', weight: 5 };
  await rig.db
    .insertInto('pressure')
    .values({ ...row, ...more })
    .execute();
}

let messages = 0;
async function bought(customer: number, days: number, properties: object, name = 'Order Completed') {
  messages += 1;
  const when = { received_at: at(days + 0.01), occurred_at: at(days) };
  const from = { name, source: 'test', message_id: `made${messages}` };
  await rig.db
    .insertInto('events')
    .values({ ...when, ...from, customer, properties: JSON.stringify(properties) })
    .execute();
}

async function said(customer: number, days: number, given: boolean) {
  await rig.db
    .insertInto('consent_records')
    .values({ customer, brand: '*', channel: 'email', given, source: 'test', at: at(days) })
    .execute();
}

async function stopped(customer: number, days: number, state: string, rule: string | null) {
  messages += 1;
  const decision = rule === null ? {} : { asked: [{ rule: 'consent' }, { rule }] };
  await rig.db
    .insertInto('touches')
    .values({
      ...{ month: '2026-11-01', enrolment: messages, step: 1, visit: 1, customer, chain: 1, version: 1, step_id: 'a' },
      ...{ state, reason: 'old', brand: 'default', channel: 'email', class: 'commercial' },
      ...{ decision: JSON.stringify(decision), due: at(days), judged_at: at(days) },
    })
    .execute();
}

type Told = {
  measure: string;
  of: string | null;
  counts: string;
  a: { customers: number; total: number; per1000: { value: number; low: number; high: number } };
  b: { customers: number; total: number; per1000: { value: number; low: number; high: number } };
  difference: { value: number; low: number; distinguishable: boolean; sentence: string };
};

test('a hand-made history is counted by variant: by intention, within the windows, without test customers', async () => {
  START = rig.now();
  expect((await put({ rules: [cap(1)], test: { id: 'history', percent: 50, rules: [cap(2)] } })).status).toBe(200);
  const [a1, a2, a3, a4] = (await people('a1', 'a2', 'a3', 'a4')) as [number, number, number, number];
  const b = (await people('b1', 'b2', 'b3', 'b4', 'b5', 'tester')) as [number, number, number, number, number, number];
  const [b1, b2, b3, b4, , tester] = b;
  await sql`update customers set test = true where id = ${tester}`.execute(rig.db);
  const drawn = [a1, a2, a3, a4].map((customer) => ({ customer, variant: 'a' }));
  await rig.db
    .insertInto('policy_exposures')
    .values(
      [...drawn, ...b.map((customer) => ({ customer, variant: 'b' }))].map((d) => ({
        ...d,
        test: 'history',
        at: at(0),
      })),
    )
    .execute();
  for (const days of [1, 2]) await contacted(a1, days);
  await contacted(a2, 1, 'call');
  await contacted(a3, -1);
  await contacted(b1, 1);
  await contacted(b2, 1, 'sms', { until: at(1.5) });
  await contacted(tester, 1);
  await bought(a1, 3, { revenue: 100 });
  await bought(a1, 20, { total: 50 });
  await bought(a2, 0.9, { revenue: 'much', total: 30 });
  await bought(b1, 1, { revenue: 10 });
  await bought(b1, 8, { revenue: 1_000 }, 'Brochure Requested');
  await bought(b3, 2, { revenue: 5 });
  await bought(tester, 2, { revenue: 9_999 });
  await said(a1, 2, false);
  await said(a2, -1, false);
  await said(b4, 2, true);
  await said(tester, 2, false);
  await stopped(a4, 2, 'skipped', 'pressure');
  await stopped(a4, 3, 'skipped', 'pressure');
  await stopped(b2, 2, 'held', 'hours');
  await stopped(b2, -1, 'held', 'hours');
  await stopped(b4, 2, 'expired', null);
  rig.pass(DAY);
  await suppress(rig.db, rig.now(), [
    { kind: 'email', value: 'B5@shop.example', reason: 'complaint', by: null },
    { kind: 'email', value: 'a3@shop.example', reason: 'hard_bounce', by: null },
  ]);
  rig.pass(40 * DAY);

  const { body, status } = await rig.call('/v1/policy/tests/history');
  expect(status).toBe(200);
  expect(body).toMatchObject({
    ...{ id: 'history', state: 'running', percent: 50, customers: { a: 4, b: 5 } },
    response: { event: 'Order Completed', days: 7, revenue: ['revenue', 'total'] },
  });
  const told = body.measures as Told[];
  const short = told.map(({ measure, of, a, b }) => [measure, of, a.customers, a.total, b.customers, b.total]);
  expect(short).toEqual([
    ['contacts', null, 2, 3, 1, 1],
    ['contacts', 'call', 1, 1, 0, 0],
    ['contacts', 'email', 1, 2, 1, 1],
    ['response', null, 1, 1, 1, 1],
    ['revenue', null, 1, 100, 1, 10],
    ['response_any', null, 2, 3, 2, 2],
    ['revenue_any', null, 2, 180, 2, 15],
    ['opt_outs', null, 1, 1, 0, 0],
    ['complaints', null, 0, 0, 1, 1],
    ['held', 'hours', 0, 0, 1, 1],
    ['skipped', 'old', 0, 0, 1, 1],
    ['skipped', 'pressure', 1, 2, 0, 0],
  ]);
  const response = told.find(({ measure }) => measure === 'response')!;
  const { low } = wilson({ hits: 1, of: 4 });
  expect(response.counts).toBe('customers');
  expect(response.a.per1000).toMatchObject({ value: 250 });
  expect(response.a.per1000.low).toBeCloseTo(low! * 1_000, 9);
  expect(response.difference).toMatchObject({ distinguishable: false });
  expect(response.difference.value).toBeCloseTo(-50, 9);
  // Of 100, 0, 0, 0: mean 25, variance 2,500, standard error 25.
  const revenue = told.find(({ measure }) => measure === 'revenue')!;
  expect(revenue.counts).toBe('amount');
  expect(revenue.a.per1000.value).toBe(25_000);
  expect(revenue.a.per1000.low).toBeCloseTo(25_000 - 1.959964 * 25_000, 0);

  const other = await rig.call('/v1/policy/tests/history?response=Brochure%20Requested&days=8&revenue=revenue&lang=fr');
  const heard = (other.body.measures as Told[]).filter(({ measure }) => /^re/.test(measure));
  expect(heard.map(({ measure, b }) => [measure, b.customers, b.total])).toEqual([
    ['response', 1, 1],
    ['revenue', 1, 1_000],
    ['response_any', 1, 1],
    ['revenue_any', 1, 1_000],
  ]);
  expect(heard[0]!.difference.sentence).toMatch(/^Aucune différence décelable/);
});

test('a test that was taken out stays readable, is listed, and cannot be taken up again', async () => {
  const now = rig.now();
  expect((await put({ rules: [cap(1)] })).body).toMatchObject({ test: null });
  const list = await rig.call('/v1/policy/tests');
  expect(list.body.items).toMatchObject([{ id: 'history', state: 'ended', endsAt: new Date(now).toISOString() }]);
  expect((await rig.call('/v1/policy/tests/history')).body).toMatchObject({
    state: 'ended',
    customers: { a: 4, b: 5 },
  });
  expect(await put({ rules: [cap(1)], test: { id: 'history', percent: 50, rules: [cap(2)] } })).toMatchObject({
    status: 422,
    body: { problems: [{ code: 'test_ended', field: 'test.id' }] },
  });
  expect(await rig.call('/v1/policy/tests/nobody')).toMatchObject({ status: 404 });
  const deeds = await rig.db
    .selectFrom('audit')
    .select('detail')
    .where('action', '=', 'policy.change')
    .orderBy('id')
    .execute();
  expect(deeds.map((d) => d.detail)).toEqual([{ test: 'history', percent: 50 }, { testEnded: 'history' }]);
});

test('the draw stays as it is while the test runs; its rules, its end and the policy beside it may change', async () => {
  const first = { id: 'runs', percent: 20, rules: [cap(2)], salt: 'pepper' };
  expect((await put({ rules: [cap(1)], test: first })).body).toMatchObject({
    test: { id: 'runs', percent: 20, salt: 'pepper', from: null, until: null },
  });
  const flaws = async (change: object) => {
    const { status, body } = await put({ rules: [cap(1)], test: { ...first, ...change } });
    return [status, body.problems?.map(({ code, field }) => `${code} ${field}`)];
  };
  expect(await flaws({ percent: 30 })).toEqual([422, ['test_runs test.percent']]);
  expect(await flaws({ salt: 'salt' })).toEqual([422, ['test_runs test.salt']]);
  const past = new Date(rig.now() - DAY).toISOString();
  expect(await flaws({ from: past })).toEqual([422, ['test_runs test.from']]);
  expect(await flaws({ until: past })).toEqual([422, ['ends_too_early test.until']]);
  const until = new Date(rig.now() + 5 * DAY).toISOString();
  const { salt: _, ...unsaid } = first;
  const next = { rules: [cap(1, { days: 6 })], test: { ...unsaid, rules: [cap(3)], until } };
  expect((await put(next)).body).toMatchObject({ test: { salt: 'pepper', until, rules: [cap(3)] } });
  expect((await rig.call('/v1/policy/tests?limit=1')).body).toMatchObject({
    items: [{ id: 'runs', state: 'running', endsAt: until, versions: [expect.anything(), expect.anything()] }],
    next: expect.any(String),
  });
  rig.pass(6 * DAY);
  // Over by its own date: the policy may go on carrying it, but not take it up again.
  expect((await put({ ...next, rules: [cap(1)] })).status).toBe(200);
  const again = new Date(rig.now() + DAY).toISOString();
  expect(await flaws({ percent: 20, until: again })).toEqual([422, ['test_ended test.id']]);
});

test('a variant is checked as strictly as the policy, and each flaw names its field', async () => {
  await rig.call('/v1/identify', { body: { userId: 'below', traits: { per_week: -1 } } });
  const law = { id: 'law', kind: 'law', countries: ['FR'] };
  const shop = { id: 'shop', kind: 'capacity', team: 'shop', perDay: 20 };
  const flaws = async (change: object, rules: object[] = [cap(1)]) => {
    const { status, body } = await put({ rules, test: { id: 'strict', percent: 50, rules: [cap(2)], ...change } });
    return [status, body.problems?.map(({ code, field }) => `${code} ${field}`)];
  };
  const soon = (days: number) => new Date(rig.now() + days * DAY).toISOString();
  expect(await flaws({ id: 'Not a name' })).toEqual([400, ['invalid test.id']]);
  expect(await flaws({ percent: 0 })).toEqual([400, ['invalid test.percent']]);
  expect(await flaws({ percent: 100 })).toEqual([400, ['invalid test.percent']]);
  expect(await flaws({ rules: [] })).toEqual([400, ['invalid test.rules']]);
  expect(await flaws({ rules: [cap(-1)] })).toEqual([400, [expect.stringMatching(/ test\.rules\.0/)]]);
  expect(await flaws({ salt: '' })).toEqual([400, ['invalid test.salt']]);
  expect(await flaws({ from: 'tomorrow' })).toEqual([400, ['invalid test.from']]);
  expect(await flaws({ until: '2026-12-01' })).toEqual([400, ['invalid test.until']]);
  expect(await flaws({ share: 3 })).toEqual([400, [expect.stringMatching(/unknown_field test/)]]);
  expect(await flaws({ from: soon(3), until: soon(2) })).toEqual([422, ['ends_too_early test.until']]);
  expect(await flaws({ rules: [law] }, [cap(1), law])).toEqual([422, ['no_cap test.rules']]);
  expect(await flaws({ rules: [cap(1), cap(2)] })).toEqual([422, ['rule_twice test.rules']]);
  expect(await flaws({ rules: [cap({ field: 'profile.teir', default: 2 })] })).toEqual([
    422,
    ['unknown_field test.rules.0.max.field'],
  ]);
  expect(await flaws({ rules: [cap({ field: 'profile.per_week', default: 2 })] })).toEqual([
    422,
    ['rule_fails test.rules.0.max'],
  ]);
  expect(await flaws({}, [cap(1), law])).toEqual([422, ['law_off test.rules']]);
  expect(await flaws({}, [cap(1), shop])).toEqual([422, ['capacity_differs test.rules']]);
  expect(await flaws({ rules: [cap(2), law, shop] }, [cap(1), law, shop])).toEqual([200, undefined]);
});

test('what other systems ask is judged by the customer’s variant; a reservation takes part, a question does not', async () => {
  await rig.call('/v1/policy/tests');
  const pressureTest = { id: 'asked', percent: 50, rules: [cap(3)] };
  expect((await put({ rules: [cap(1)], test: pressureTest })).status).toBe(200);
  const names = Array.from({ length: 12 }, (_, i) => `asked${i}`);
  const ids = await people(...names);
  const seen = new Set<string>();
  for (const customer of ids) {
    const variant = variantOf({ ...pressureTest, salt: 'asked' }, { customer, household: null });
    seen.add(variant);
    const body = { customer: idOf('customer', customer), channel: 'email', class: 'commercial', brand: 'default' };
    const check = await rig.call('/v1/policy/check', { body });
    expect(check.body).toMatchObject({ verdict: 'send', test: { id: 'asked', variant } });
    const verdicts: unknown[] = [];
    for (let n = 0; n < 4; n += 1) verdicts.push((await rig.call('/v1/policy/reserve', { body })).body.verdict);
    expect(verdicts.filter((verdict) => verdict === 'send')).toHaveLength(variant === 'b' ? 3 : 1);
  }
  expect(seen).toEqual(new Set(['a', 'b']));
  const [only] = await people('only_asked');
  await rig.call('/v1/policy/check', {
    body: { customer: idOf('customer', only!), channel: 'email', class: 'commercial', brand: 'default' },
  });
  const report = (await rig.call('/v1/policy/tests/asked')).body;
  const { a, b } = report.customers as { a: number; b: number };
  expect(a + b).toBe(ids.length);
});

test('of two people who save one test otherwise at once, the first one’s draw holds', async () => {
  const save = (percent: number) => put({ rules: [cap(1)], test: { id: 'race', percent, rules: [cap(2)] } });
  // With a connection for each, none waits for another's.
  await Promise.all([1, 2, 3, 4].map(() => sql`select pg_sleep(0.05)`.execute(rig.db)));
  const answers = await Promise.all([10, 20, 30, 40].map(save));
  expect(answers.map((answer) => answer.status).sort()).toEqual([200, 422, 422, 422]);
  const refused = answers.filter((answer) => answer.status === 422);
  expect(new Set(refused.map((answer) => answer.body.problems?.[0]?.field))).toEqual(new Set(['test.percent']));
});
