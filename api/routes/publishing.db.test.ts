import { afterAll, beforeAll, expect, test } from 'vitest';
import { idOf } from '#api/ids.ts';
import { createRig, type Rig } from '#api/testing/rig.ts';
import { galleryGraph } from '#chains/index.ts';
import { DAY } from '#core/clock.ts';
import { line, pause } from '#setup/testing/graphs.ts';
import { createKey } from '#store/keys.ts';
import { suspendUnguarded } from '#store/publishing.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await createRig();
});
afterAll(() => rig.drop());

const ifMatch = (revision: number) => ({ headers: { 'If-Match': `"${revision}"` } });

async function draft(graph: unknown = galleryGraph('letters')) {
  const { body } = await rig.call('/v1/chains', { body: { graph } });
  return String(body.id);
}

async function live(graph: unknown, body: Record<string, unknown> = {}) {
  const chain = await draft(graph);
  const published = await rig.call(`/v1/chains/${chain}/publish`, { body, ...ifMatch(1) });
  expect(published.status).toBe(201);
  return { chain, version: String(published.body.id) };
}

const waiting = (event: string, days = 5) => line(event, [pause('p', days * 86_400)], { name: event });
const enter = (event: string, userId: string) => rig.call('/v1/track', { body: { userId, event, properties: {} } });

test('an author asks, a publisher says yes, and an author cannot publish', async () => {
  const chain = await draft();
  const { token: author } = await createKey(rig.db, rig.now(), { name: 'author', scopes: ['chains:draft'] });
  const refused = await rig.call(`/v1/chains/${chain}/publish`, { body: {}, key: author, ...ifMatch(1) });
  expect(refused.status).toBe(403);
  const asked = await rig.call(`/v1/chains/${chain}/requests`, {
    ...{ body: { note: 'please', holdout: 10 }, key: author },
    ...ifMatch(1),
  });
  expect(asked.status).toBe(201);
  const own = await rig.call(`/v1/requests/${asked.body.id}/approve`, { method: 'POST', key: author });
  expect(own.status).toBe(403);
  const yes = await rig.call(`/v1/requests/${asked.body.id}/approve`, { method: 'POST' });
  expect(yes.body).toMatchObject({ answer: 'approved', version: expect.stringMatching(/^ver_/) });
  const version = await rig.call(`/v1/versions/${yes.body.version}`);
  expect(version.body).toMatchObject({ note: 'please', graph: { holdout: 10 } });
  const again = await rig.call(`/v1/requests/${asked.body.id}/approve`, { method: 'POST' });
  expect(again.status).toBe(409);
});

test('what changed after it was asked for is not published', async () => {
  const chain = await draft();
  const asked = await rig.call(`/v1/chains/${chain}/requests`, { body: {}, ...ifMatch(1) });
  await rig.call(`/v1/chains/${chain}`, { method: 'PUT', body: { name: 'Other' }, ...ifMatch(1) });
  const late = await rig.call(`/v1/requests/${asked.body.id}/approve`, { method: 'POST' });
  expect(late.body.problems?.[0]?.code).toBe('draft_changed');
  const no = await rig.call(`/v1/requests/${asked.body.id}/reject`, { body: { reason: 'too many letters' } });
  expect(no.body).toMatchObject({ answer: 'rejected', reason: 'too many letters' });
});

test('a request is answered by what a publisher publishes instead', async () => {
  const chain = await draft();
  const asked = await rig.call(`/v1/chains/${chain}/requests`, { body: {}, ...ifMatch(1) });
  await rig.call(`/v1/chains/${chain}/publish`, { body: {}, ...ifMatch(1) });
  const { body } = await rig.call(`/v1/chains/${chain}/publishing`);
  expect(body.requests).toMatchObject([{ id: asked.body.id, answer: 'replaced' }]);
  const late = await rig.call(`/v1/requests/${asked.body.id}/approve`, { method: 'POST' });
  expect(late.status).toBe(409);
});

test('the gate keeps out whom it does not let in, and raising it lets more in', async () => {
  const { chain } = await live(waiting('Gated'), { gate: { percent: 0 } });
  await enter('Gated', 'gate-1');
  const closed = await rig.call(`/v1/chains/${chain}/publishing`);
  expect(closed.body).toMatchObject({ gate: { percent: 0 }, gated: 1 });
  await rig.call(`/v1/chains/${chain}/gate`, { method: 'PUT', body: { gate: null } });
  await enter('Gated', 'gate-1');
  const open = await rig.call(`/v1/chains/${chain}/live`);
  expect(open.body).toMatchObject({ entered: 1, live: 1 });
});

test('the guard pauses a chain whose customers object too often', async () => {
  const guard = { optOuts: 5, days: 7, atLeast: 1 };
  const { chain } = await live(galleryGraph('letters'), { guard });
  await rig.call('/v1/track', { body: { userId: 'g1', event: 'Brochure Requested' } });
  const row = await rig.db.selectFrom('enrolments').selectAll().orderBy('id', 'desc').executeTakeFirstOrThrow();
  const at = new Date(rig.now());
  await rig.db
    .insertInto('touches')
    .values({
      ...{ month: row.month, enrolment: row.id, step: 1, visit: 1, customer: row.customer, chain: row.chain },
      ...{ version: row.version, step_id: 'first', state: 'handed', brand: 'default', channel: 'email' },
      ...{ class: 'commercial', decision: '{}', due: at, judged_at: at, handed_at: at },
    })
    .execute();
  expect(await suspendUnguarded(rig.db, rig.now())).toEqual([]);
  const customer = `cus_${row.customer.toString(36)}`;
  await rig.call(`/v1/customers/${customer}/withdraw`, { body: { scope: { kind: 'everything' } } });
  expect(await suspendUnguarded(rig.db, rig.now())).toMatchObject([{ trip: { measure: 'opt_outs', allowed: 5 } }]);
  expect((await rig.call(`/v1/chains/${chain}`)).body.state).toBe('paused');
  const { body: told } = await rig.call(`/v1/chains/${chain}/publishing`);
  expect(told.trips).toMatchObject([{ measure: 'opt_outs', contacts: 1 }]);
  expect(await suspendUnguarded(rig.db, rig.now())).toEqual([]);
});

test('an earlier version is published once more, and the draft stays', async () => {
  const { chain, version } = await live(waiting('Rolled'));
  await rig.call(`/v1/chains/${chain}`, { method: 'PUT', body: { name: 'Second' }, ...ifMatch(1) });
  await rig.call(`/v1/chains/${chain}/publish`, { body: {}, ...ifMatch(2) });
  const back = await rig.call(`/v1/chains/${chain}/rollback`, { body: { version, note: 'Too many mails' } });
  expect(back.body).toMatchObject({ number: 3, again: 1, note: 'Too many mails' });
  const listed = await rig.call(`/v1/chains/${chain}/versions`);
  expect(listed.body.items).toMatchObject([{ again: 1 }, { again: null }, { again: null }]);
  const { body: audit } = await rig.call('/v1/audit?action=chain.rollback');
  expect(audit.items).toMatchObject([{ subject: chain, detail: { version: 3, of: 1 } }]);
  const now = await rig.call(`/v1/chains/${chain}`);
  expect(now.body).toMatchObject({ name: 'Second', version: back.body.id });
  const twice = await rig.call(`/v1/chains/${chain}/rollback`, { body: { version: back.body.id } });
  expect(twice.body.problems?.[0]?.code).toBe('already_live');
});

test('waiting customers are moved, with a preview and only once', async () => {
  const { chain, version } = await live(waiting('Moved'));
  await enter('Moved', 'm1');
  // As the engine would have left them: asleep at the wait.
  const due = new Date(rig.now() + 5 * DAY);
  await rig.db
    .updateTable('enrolments')
    .set({ phase: 1, due })
    .where('version', '=', Number.parseInt(version.slice(4), 36))
    .execute();
  await rig.call(`/v1/chains/${chain}`, { method: 'PUT', body: { graph: waiting('Moved', 8) }, ...ifMatch(1) });
  await rig.call(`/v1/chains/${chain}/publish`, { body: {}, ...ifMatch(2) });
  const preview = await rig.call(`/v1/chains/${chain}/moves`);
  expect(preview.body.groups).toMatchObject([{ from: version, step: 'p', count: 1, moves: 'same', busy: 0, twice: 0 }]);
  expect((await rig.call(`/v1/chains/${chain}/moves`, { body: {} })).body).toEqual({ moved: 1, left: 0 });
  expect((await rig.call(`/v1/chains/${chain}/moves`, { body: {} })).body).toEqual({ moved: 0, left: 0 });
  const row = await rig.db.selectFrom('enrolments').select('due').orderBy('id', 'desc').executeTakeFirstOrThrow();
  expect(+row.due).toBe(+due + 3 * DAY);
  expect(rig.wakes.length).toBeGreaterThan(0);
});

test('who would move is told before the draft is published, and nobody is', async () => {
  const { chain, version } = await live(waiting('Foretold'));
  await enter('Foretold', 'd1');
  await rig.call(`/v1/chains/${chain}`, { method: 'PUT', body: { graph: waiting('Foretold', 8) }, ...ifMatch(1) });
  const before = await rig.call(`/v1/chains/${chain}/moves?to=draft`);
  expect(before.body).toMatchObject({ to: null, groups: [{ from: version, count: 1, again: [] }] });
  expect((await rig.call(`/v1/chains/${chain}`)).body.version).toBe(version);
  const broken = await draft({ schema: 1, name: 'Nothing yet', params: {}, steps: [], edges: [] });
  expect((await rig.call(`/v1/chains/${broken}/moves?to=draft`)).status).toBe(422);
});

test('the entries to expect come from the last 28 days, through the trigger of the draft', async () => {
  for (const user of ['f1', 'f2', 'f3']) await enter('Foreseen', user);
  const chain = await draft(waiting('Foreseen'));
  expect((await rig.call(`/v1/chains/${chain}/forecast`)).body).toMatchObject({
    ...{ event: 'Foreseen', events: 3, entries: 3, perDay: 0.1, sampled: false },
    busiest: { day: '2026-11-24', entries: 3 },
  });
});

test('results tell the objective with its value, contacted and held out', async () => {
  const objective = { event: 'Bought', valueField: 'total', windowDays: 10 };
  const { chain, version } = await live(waiting('Measured'), { objective });
  await enter('Measured', 'r1');
  await enter('Measured', 'r2');
  rig.pass(1_000);
  await rig.call('/v1/track', { body: { userId: 'r1', event: 'Bought', properties: { total: 42 } } });
  const { body } = await rig.call(`/v1/chains/${chain}/results`);
  expect(body).toMatchObject({ objective, contacted: { entered: 2, reached: 1, value: 42 }, control: { entered: 0 } });
  expect(body.versions).toMatchObject([{ version, entered: 2, reached: 1, value: 42, rate: { value: 0.5 } }]);
});

test('who watches gets the counts at once, as a stream', async () => {
  const { chain } = await live(waiting('Watched'));
  await enter('Watched', 'w1');
  const stop = new AbortController();
  const response = await rig.app.request(`/v1/chains/${chain}/live`, {
    headers: { Authorization: `Bearer ${rig.admin.token}`, Accept: 'text/event-stream' },
    signal: stop.signal,
  });
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  const { value } = await response.body!.getReader().read();
  const text = new TextDecoder().decode(value);
  expect(JSON.parse(text.slice(6))).toMatchObject({ entered: 1, live: 1, steps: expect.any(Array) });
  stop.abort();
});

test('what is watched is all of a chain, one version of it, or who entered lately; who passes twice is one customer', async () => {
  const graph = { ...waiting('Counted'), params: {} };
  const { chain, version } = await live(graph);
  await enter('Counted', 'c1');
  await enter('Counted', 'c2');
  rig.pass(40 * DAY);
  await rig.call(`/v1/chains/${chain}`, { method: 'PUT', body: { graph: waiting('Counted', 8) }, ...ifMatch(1) });
  const next = await rig.call(`/v1/chains/${chain}/publish`, { body: {}, ...ifMatch(2) });
  await enter('Counted', 'c3');
  // As the engine would have left them: the first has passed the wait in both versions.
  const rows = await rig.db.selectFrom('enrolments').selectAll().orderBy('id', 'desc').limit(3).execute();
  const [third, second, first] = rows;
  await rig.db
    .updateTable('enrolments')
    .set({ path: [0, 0, 60], step: 1 })
    .where('id', 'in', [first!.id, third!.id])
    .execute();
  await rig.db.updateTable('enrolments').set({ customer: first!.customer }).where('id', '=', third!.id).execute();
  await rig.db
    .updateTable('enrolments')
    .set({ due: new Date(rig.now() + DAY / 2) })
    .where('id', '=', second!.id)
    .execute();
  const seen = async (query = '') => {
    const { body } = await rig.call(`/v1/chains/${chain}/live${query}`);
    const steps = body.steps as { step: string }[];
    return { entered: body.entered, ...steps.find((s) => s.step === 'p') };
  };
  const whole = { step: 'p', here: 1, due: 1 };
  expect(await seen()).toEqual({ ...whole, entered: 3, passed: 2, customers: 1, ports: { done: 2 } });
  expect(await seen(`?version=${version}`)).toMatchObject({ ...whole, entered: 2, passed: 1, customers: 1 });
  expect(await seen(`?version=${next.body.id}`)).toMatchObject({ here: 0, entered: 1, passed: 1 });
  expect(await seen('?days=30')).toMatchObject({ here: 0, entered: 1, passed: 1, ports: { done: 1 } });
  expect((await rig.call(`/v1/chains/${chain}/live?days=0`)).status).toBe(400);
});

test('test customers are counted nowhere, and Live says that they walk', async () => {
  const { chain } = await live(waiting('Tried'));
  await enter('Tried', 't1');
  await enter('Tried', 't2');
  const [last] = await rig.db.selectFrom('enrolments').selectAll().orderBy('id', 'desc').limit(1).execute();
  await rig.db
    .updateTable('enrolments')
    .set({ path: [0, 0, 60], step: 1 })
    .where('id', '=', last!.id)
    .execute();
  const read = async (what: string) => (await rig.call(`/v1/chains/${chain}/${what}`)).body;
  expect(await read('live')).toMatchObject({ entered: 2, tests: { entered: 0, live: 0, last: null } });
  await rig.db.updateTable('customers').set({ test: true }).where('id', '=', last!.customer).execute();

  const counted = await read('live');
  expect(counted).toMatchObject({
    entered: 1,
    live: 1,
    tests: { entered: 1, live: 1, last: idOf('enrolment', last!.id) },
  });
  expect(counted.versions).toMatchObject([{ live: 1, total: 1 }]);
  const steps = counted.steps as { step: string; here: number; passed: number }[];
  expect(steps.reduce((sum, { here }) => sum + here, 0)).toBe(1);
  expect(steps.find(({ step }) => step === 'p')).toMatchObject({ passed: 0, customers: 0 });
  expect((await read('results')).contacted).toMatchObject({ entered: 1 });
  expect(await read('forecast')).toMatchObject({ events: 1, entries: 1 });
  expect((await read('stats')).enrolments).toMatchObject([{ state: 'live', count: 1 }]);
});

test('results tell what became of contacts, and why what was not sent was not', async () => {
  const { chain } = await live(waiting('Became'));
  const states = [
    { state: 'handed', reason: null },
    { state: 'skipped', reason: 'no_consent' },
    { state: 'skipped', reason: 'no_address' },
    { state: 'control', reason: 'control_chain' },
  ];
  const at = new Date(rig.now());
  for (const [n, became] of states.entries()) {
    await enter('Became', `b${n}`);
    const row = await rig.db.selectFrom('enrolments').selectAll().orderBy('id', 'desc').executeTakeFirstOrThrow();
    await rig.db
      .insertInto('touches')
      .values({
        ...{ month: row.month, enrolment: row.id, step: 1, visit: 1, customer: row.customer, chain: row.chain },
        ...{ version: row.version, step_id: 'call', ...became, brand: 'default', channel: 'task' },
        ...{ class: 'commercial', decision: '{}', due: at, judged_at: at },
      })
      .execute();
  }
  const { body } = await rig.call(`/v1/chains/${chain}/results`);
  const one = { step: 'call', channel: 'task', count: 1, customers: 1 };
  expect(body.contacts).toEqual([
    { ...one, state: 'control', reason: null },
    { ...one, state: 'handed', reason: null },
    { ...one, state: 'skipped', reason: 'no_address' },
    { ...one, state: 'skipped', reason: 'no_consent' },
  ]);
});
