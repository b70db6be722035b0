import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRig, type Rig } from '#api/testing/rig.ts';
import { enterLetters, putTask, putTouch } from '#api/testing/scene.ts';
import { DAY } from '#core/clock.ts';
import { CONFIRM_DAYS } from '#store/confirmation.ts';
import { signConfirming, signHolder, signToken, verifyConfirming } from '#store/token.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await createRig();
  await rig.call('/v1/topics/news', { method: 'PUT', body: { names: { en: 'News', fr: 'Nouveautés' } } });
});
afterAll(() => rig.drop());

async function asks(user: string, more: object = {}) {
  const scene = await enterLetters(rig, user);
  const at = `/v1/customers/${scene.customer}/consents`;
  const body = { channel: 'sms', topic: 'news', given: true, mode: 'double', wording: 'SMS about news?', ...more };
  const answer = await rig.call(at, { body });
  const record = String(answer.body.record);
  const path = `/c/${signConfirming(rig.deps.secret, { customer: scene.customerNumber, record })}`;
  const words = () => rig.db.selectFrom('consents').selectAll().where('customer', '=', scene.customerNumber).execute();
  const records = () =>
    rig.db
      .selectFrom('consent_records')
      .selectAll()
      .where('customer', '=', scene.customerNumber)
      .orderBy('id')
      .execute();
  const events = () =>
    rig.db
      .selectFrom('events')
      .select(['name', 'properties'])
      .where('customer', '=', scene.customerNumber)
      .where('name', 'like', 'Consent%')
      .orderBy('seq')
      .execute();
  const post = (headers = {}) => rig.app.request(path, { method: 'POST', headers });
  const read = async (headers = {}) => (await rig.app.request(path, { headers })).text();
  return { scene, at, answer, record, path, words, records, events, post, read };
}

test('a giving in double mode counts as nothing until it is confirmed, and sets off the event that asks', async () => {
  const { at, answer, words, records, events, record } = await asks('waits');
  expect(answer).toMatchObject({ status: 201, body: { pending: true, consents: [], inFlight: [] } });
  expect(await words()).toEqual([]);
  expect((await rig.call(at)).body.items).toMatchObject([{ record, pending: true, given: true }]);
  expect(await records()).toMatchObject([{ given: true, pending: true, channel: 'sms', topic: 'news' }]);
  expect(await events()).toEqual([
    { name: 'Consent Requested', properties: { brand: 'default', channel: 'sms', topic: 'news', record } },
  ]);
});

test('opening the link changes nothing; only its button confirms, once, with time, address and words as the proof', async () => {
  const { read, post, words, records, events, record, path } = await asks('clicks');
  for (const method of ['GET', 'HEAD', 'GET']) expect((await rig.app.request(path, { method })).status).toBe(200);
  const page = await read();
  expect(page).toContain('News (SMS)');
  expect(page).toContain('<form method="post">');
  expect(page).not.toContain('clicks');
  expect(await words()).toEqual([]);
  rig.pass(60_000);
  const done = await post({ 'X-Forwarded-For': '198.51.100.1, 203.0.113.7' });
  expect(done.status).toBe(200);
  expect(await done.text()).toContain('Confirmed');
  expect(await words()).toMatchObject([{ channel: 'sms', topic: 'news', given: true }]);
  const [, given] = await records();
  expect(given).toMatchObject({
    ...{ given: true, pending: false, source: 'double_opt_in', ip: '203.0.113.7', at: new Date(rig.now()) },
    ...{ wording: 'Default: News (SMS)', wording_version: 'confirm.1' },
    proof: { by: 'link', asked: 'SMS about news?', requested_at: new Date(rig.now() - 60_000).toISOString() },
  });
  // Again, and again: nothing more.
  await post();
  expect(await read()).toContain('Confirmed');
  expect(await records()).toHaveLength(2);
  expect((await events()).map((e) => e.name)).toEqual(['Consent Requested', 'Consent Given']);
  expect((await events())[1]?.properties).toEqual({ brand: 'default', channel: 'sms', topic: 'news' });
  expect(record).toMatch(/^rec_/);
});

test('many posts at one time confirm once', async () => {
  const { post, records } = await asks('impatient');
  const all = await Promise.all(Array.from({ length: 8 }, () => post()));
  expect(all.map((a) => a.status)).toEqual(Array(8).fill(200));
  expect(await records()).toHaveLength(2);
});

test('a link runs out after seven days', async () => {
  const { post, read, words, at, record } = await asks('late');
  rig.pass(CONFIRM_DAYS * DAY - 1);
  expect(await read()).toContain('Please confirm');
  rig.pass(1);
  expect(await read()).toContain('run out');
  await post();
  expect(await words()).toEqual([]);
  const answer = await rig.call(`${at}/confirm`, { body: { record } });
  expect(answer).toMatchObject({ status: 410, body: { problems: [{ code: 'expired' }] } });
});

test('a link that lay about gives nothing back that was withdrawn since', async () => {
  const { post, words, scene, at, record } = await asks('changed');
  rig.pass(1_000);
  await rig.call(`/v1/customers/${scene.customer}/withdraw`, { body: { scope: { kind: 'part', channel: 'sms' } } });
  expect(await (await post()).text()).toContain('No longer valid');
  expect((await words()).every((w) => !w.given)).toBe(true);
  expect((await rig.call(`${at}/confirm`, { body: { record } })).status).toBe(409);
});

test('the page speaks French to those who read French', async () => {
  const { read } = await asks('lectrice');
  expect(await read({ 'Accept-Language': 'fr' })).toContain('Nouveautés (SMS)');
});

test('a link that is cut, of another secret, of another kind or of another customer confirms nothing', async () => {
  const mine = await asks('mine');
  const other = await asks('other');
  const customer = mine.scene.customerNumber;
  const tokens = [
    signConfirming(Buffer.alloc(32, 1), { customer, record: mine.record }),
    signConfirming(rig.deps.secret, { customer, record: other.record }),
    signConfirming(rig.deps.secret, { customer, record: 'rec_zzzzz' }),
    signHolder(rig.deps.secret, { customer, brand: 'default' }),
    signToken(rig.deps.secret, { customer, brand: 'default', channel: 'email' }),
    mine.path.slice(3, -2),
    'x',
  ];
  for (const token of tokens)
    expect((await rig.app.request(`/c/${token}`, { method: 'POST' })).status, token).toBe(404);
  expect(verifyConfirming(rig.deps.secret, tokens[3]!)).toBeNull();
  expect([...(await mine.words()), ...(await other.words())]).toEqual([]);
  expect(rig.lines.join('\n')).not.toContain(mine.path.slice(3, 23));
});

test('another system confirms by a call, twice is once; what asked for no confirmation is refused', async () => {
  const { at, record, words, records, events } = await asks('called');
  const body = { record, source: 'call_centre', wording: 'Said yes on the phone', ip: '203.0.113.9' };
  const done = await rig.call(`${at}/confirm`, { body });
  expect(done).toMatchObject({ status: 200, body: { confirmed: true, consents: [{ channel: 'sms', given: true }] } });
  expect((await rig.call(`${at}/confirm`, { body })).body).toMatchObject({ confirmed: true, record: null });
  expect(await words()).toHaveLength(1);
  expect((await records())[1]).toMatchObject({ ip: '203.0.113.9', proof: { by: 'call_centre' } });
  expect(await events()).toHaveLength(2);
  expect((await rig.call(`${at}/confirm`, { body: { record: done.body.record } })).status).toBe(404);
  expect((await rig.call(`${at}/confirm`, { body: {} })).status).toBe(400);
  expect((await rig.call(at, { body: { channel: 'sms', given: false, mode: 'double' } })).status).toBe(400);
});

test('a consent confirmed late lasts from its confirmation, and no longer than its channel allows', async () => {
  const { post, words } = await asks('phone', { channel: 'call', topic: '*' });
  rig.pass(3 * DAY);
  await post();
  const [word] = await words();
  expect(+word!.expires_at!).toBeLessThanOrEqual(rig.now() + 366 * DAY);
});

test('a withdrawal told by another system calls back what is booked, closes open tasks and tells what is leaving', async () => {
  const scene = await enterLetters(rig, 'stops');
  const { task, touch } = await putTask(rig, scene);
  const at = `/v1/customers/${scene.customer}/consents`;
  const done = await rig.call(at, { body: { channel: 'letter', given: false } });
  // The scene's touch counts as what its channel says: a task.
  expect(done).toMatchObject({ status: 201, body: { pending: false, inFlight: [] } });
  expect((await rig.call(`/v1/tasks/${task}`)).body).toMatchObject({ state: 'open' });
  await rig.call(at, { body: { channel: 'task', given: false } });
  expect((await rig.call(`/v1/tasks/${task}`)).body).toMatchObject({ state: 'cancelled', outcome: 'withdrawn' });
  expect((await rig.call(`/v1/touches/${touch}`)).body).toMatchObject({ state: 'withdrawn', outcome: 'withdrawn' });
  expect(rig.wakes).toContainEqual(expect.objectContaining({ enrolment: scene.enrolmentNumber }));
  const closed = await rig.call(`/v1/tasks/${task}/close`, { body: { outcome: 'sent' } });
  expect(closed).toMatchObject({ status: 409, body: { problems: [{ code: 'closed' }] } });

  const leaving = await enterLetters(rig, 'stops-late');
  const id = await putTouch(rig, leaving, 'handing');
  const told = await rig.call(`/v1/customers/${leaving.customer}/consents`, {
    body: { channel: 'email', given: false },
  });
  expect(told.body).toMatchObject({ inFlight: [id] });
});

test('saving the preference page and one click call back what is booked as well', async () => {
  const scene = await enterLetters(rig, 'pages');
  await putTouch(rig, scene, 'reserved');
  const state = async (customer: number) =>
    (await rig.db.selectFrom('touches').select('state').where('customer', '=', customer).execute()).map((t) => t.state);
  const page = `/p/${signHolder(rig.deps.secret, { customer: scene.customerNumber, brand: 'default' })}`;
  const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
  await rig.app.request(page, { method: 'POST', body: 'do=off', headers });
  expect(await state(scene.customerNumber)).toEqual(['withdrawn']);
  const click = await enterLetters(rig, 'clicker');
  await putTouch(rig, click, 'reserved');
  const token = signToken(rig.deps.secret, { customer: click.customerNumber, brand: 'default', channel: 'email' });
  await rig.app.request(`/u/${token}`, { method: 'POST' });
  expect(await state(click.customerNumber)).toEqual(['withdrawn']);
});

test('a task put on the work list while its withdrawal waits is taken off it again', async () => {
  const scene = await enterLetters(rig, 'racing');
  const touch = await putTouch(rig, scene, 'handing', 'task');
  const at = `/v1/customers/${scene.customer}/consents`;
  const saying = rig.call(at, { body: { channel: 'task', given: false } });
  const said = async () =>
    (await rig.db.selectFrom('consents').select('given').where('customer', '=', scene.customerNumber).execute()).length;
  while ((await said()) === 0) await new Promise((resolve) => setImmediate(resolve));
  const of = { enrolment: scene.enrolmentNumber, step: Number(touch.split('_')[3]) };
  const now = new Date(rig.now());
  await rig.db
    .insertInto('tasks')
    .values({
      ...{ ...of, month: scene.month, visit: 1, customer: scene.customerNumber, chain: scene.chainNumber },
      ...{ kind: 'letter', title: 'Send it', due: now, created_at: now },
    })
    .execute();
  await rig.db
    .updateTable('touches')
    .set({ state: 'handed', handed_at: now })
    .where('enrolment', '=', of.enrolment)
    .where('step', '=', of.step)
    .execute();
  expect((await saying).body).toMatchObject({ inFlight: [] });
  const tasks = await rig.db.selectFrom('tasks').select('state').where('enrolment', '=', of.enrolment).execute();
  expect(tasks).toEqual([{ state: 'cancelled' }]);
});

test('saving the preference page waits for what is leaving', async () => {
  const scene = await enterLetters(rig, 'flying');
  await putTouch(rig, scene, 'handing');
  const page = `/p/${signHolder(rig.deps.secret, { customer: scene.customerNumber, brand: 'default' })}`;
  const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
  let answered = false;
  const saving = Promise.resolve(rig.app.request(page, { method: 'POST', body: 'do=off', headers })).then(() => {
    answered = true;
  });
  const recorded = async () =>
    (await rig.db.selectFrom('consents').select('given').where('customer', '=', scene.customerNumber).execute()).length;
  while ((await recorded()) === 0) await new Promise((resolve) => setImmediate(resolve));
  expect(answered).toBe(false);
  await rig.db.updateTable('touches').set({ state: 'handed' }).where('customer', '=', scene.customerNumber).execute();
  await saving;
});
