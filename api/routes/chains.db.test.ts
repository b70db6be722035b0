import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRig, type Rig } from '#api/testing/rig.ts';
import { galleryGraph } from '#chains/index.ts';
import { DAY, HOUR } from '#core/clock.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await createRig();
});
afterAll(() => rig.drop());

const letters = galleryGraph('letters');

async function create(graph: unknown = letters): Promise<string> {
  const { status, body } = await rig.call('/v1/chains', { body: { graph } });
  expect(status).toBe(201);
  return String(body.id);
}

async function publish(id: string, revision = 1) {
  return rig.call(`/v1/chains/${id}/publish`, { body: { note: 'first' }, headers: { 'If-Match': `"${revision}"` } });
}

async function enter(user: string): Promise<void> {
  const { body } = await rig.call('/v1/track', { body: { userId: user, event: 'Brochure Requested' } });
  expect(body).toMatchObject({ taken: 1 });
}

test('a draft is kept as it was drawn, and its name with it', async () => {
  const id = await create();
  const { body } = await rig.call(`/v1/chains/${id}`);
  expect(body).toMatchObject({ id, name: letters.name, state: 'draft', revision: 1, version: null });
  expect(body.draft).toEqual(JSON.parse(JSON.stringify(letters)));
});

test('two editors never overwrite each other', async () => {
  const id = await create();
  const put = (revision: string, name: string) =>
    rig.call(`/v1/chains/${id}`, { method: 'PUT', body: { name }, headers: { 'If-Match': revision } });
  expect((await put('"1"', 'Mine')).body).toMatchObject({ revision: 2, name: 'Mine', draft: { name: 'Mine' } });
  const late = await put('"1"', 'Yours');
  expect(late).toMatchObject({
    status: 409,
    body: { problems: [{ code: 'stale_revision' }], current: { revision: 2, name: 'Mine' } },
  });
  expect((await put('W/"2"', 'Yours')).body).toMatchObject({ revision: 3, name: 'Yours' });
  expect((await rig.call(`/v1/chains/${id}`, { method: 'PUT', body: { name: 'x' } })).status).toBe(428);
});

test('what is no graph is no draft, but an unfinished graph is', async () => {
  expect((await rig.call('/v1/chains', { body: { graph: { schema: 1, name: 'x', steps: 'none' } } })).status).toBe(422);
  const id = await create({ schema: 1, name: 'Unfinished', steps: [], edges: [] });
  const checked = await rig.call(`/v1/chains/${id}/validate`, { method: 'POST' });
  expect(checked.body).toMatchObject({
    publishable: false,
    problems: [expect.objectContaining({ code: expect.any(String) })],
  });
  expect(await publish(id)).toMatchObject({ status: 422, body: { problems: expect.any(Array) } });
  expect((await rig.call(`/v1/chains/${id}`)).body).toMatchObject({ state: 'draft', version: null });
});

test('publishing makes a numbered version and the chain live; enrolments keep the version they entered with', async () => {
  const id = await create();
  const first = await publish(id);
  expect(first).toMatchObject({ status: 201, body: { number: 1, note: 'first', warnings: expect.any(Array) } });
  await enter('keeps-version');
  const second = await publish(id);
  expect(second.body).toMatchObject({ number: 2, hash: first.body.hash });
  const { body } = await rig.call(`/v1/enrolments?chain=${id}`);
  expect(body.items).toMatchObject([{ version: first.body.id, chain: id, state: 'live' }]);
  const versions = await rig.call(`/v1/chains/${id}/versions`);
  expect((versions.body.items as { number: number }[]).map((v) => v.number)).toEqual([2, 1]);
  const version = await rig.call(`/v1/versions/${first.body.id}`);
  expect(version.body).toMatchObject({ graph: { name: letters.name }, plan: { hash: first.body.hash } });
  await rig.call(`/v1/chains/${id}/archive`, { method: 'POST' });
});

test('a draft changed since it was read is not published', async () => {
  const id = await create();
  expect(await publish(id, 7)).toMatchObject({ status: 409, body: { problems: [{ code: 'stale_revision' }] } });
});

test('a draft can be deleted, a published chain only archived', async () => {
  const draft = await create();
  expect((await rig.call(`/v1/chains/${draft}`, { method: 'DELETE' })).status).toBe(200);
  expect((await rig.call(`/v1/chains/${draft}`)).status).toBe(404);
  const live = await create();
  await publish(live);
  expect(await rig.call(`/v1/chains/${live}`, { method: 'DELETE' })).toMatchObject({ status: 409 });
  expect((await rig.call(`/v1/chains/${live}/archive`, { method: 'POST' })).body).toMatchObject({ state: 'archived' });
  expect((await publish(live)).status).toBe(409);
});

test('an archived chain takes nobody in', async () => {
  const id = await create();
  await publish(id);
  await rig.call(`/v1/chains/${id}/archive`, { method: 'POST' });
  await enter('too-late');
  expect((await rig.call(`/v1/enrolments?chain=${id}`)).body.items).toEqual([]);
});

test('an archived chain is taken back: who comes from now on enters, what came meanwhile does not', async () => {
  const id = await create();
  await publish(id);
  expect(await rig.call(`/v1/chains/${await create()}/restore`, { method: 'POST' })).toMatchObject({ status: 409 });
  await rig.call(`/v1/chains/${id}/archive`, { method: 'POST' });
  await enter('meanwhile');
  expect((await rig.call(`/v1/chains/${id}/restore`, { method: 'POST' })).body).toMatchObject({ id, state: 'live' });
  expect((await rig.call(`/v1/chains/${id}/restore`, { method: 'POST' })).status).toBe(200);
  expect((await rig.call(`/v1/enrolments?chain=${id}`)).body.items).toEqual([]);
  await enter('afterwards');
  expect((await rig.call(`/v1/enrolments?chain=${id}`)).body.items).toMatchObject([{ chain: id, state: 'live' }]);
  const { body } = await rig.call(`/v1/audit?subject=${id}&action=chain.restore`);
  expect(body.items).toHaveLength(1);
  await rig.call(`/v1/chains/${id}/archive`, { method: 'POST' });
});

test('a paused chain first says what is overdue, then resumes with a decision and wakes everybody', async () => {
  const id = await create();
  await publish(id);
  for (const user of ['p1', 'p2', 'p3']) await enter(user);
  expect((await rig.call(`/v1/chains/${id}/pause`, { method: 'POST' })).body).toMatchObject({ state: 'paused' });
  expect((await rig.call(`/v1/chains/${id}/pause`, { method: 'POST' })).status).toBe(200);
  rig.pass(2 * DAY);
  rig.wakes.length = 0;

  const asked = await rig.call(`/v1/chains/${id}/resume`, { body: {} });
  expect(asked.body).toMatchObject({
    resumed: false,
    chain: { state: 'paused' },
    overdue: [{ total: 3, underWeek: 3, older: 0 }],
  });
  expect(rig.wakes).toEqual([]);

  const resumed = await rig.call(`/v1/chains/${id}/resume`, { body: { decision: { kind: 'shift' } } });
  expect(resumed.body).toMatchObject({ resumed: true, chain: { state: 'live', pausedAt: null }, woken: 3 });
  expect(rig.wakes).toHaveLength(3);
  const shifts = await rig.db.selectFrom('enrolments').select('shift').where('state', '=', 'live').execute();
  expect(shifts.filter((e) => e.shift === 2 * DAY)).toHaveLength(3);
  const pauses = await rig.db.selectFrom('pauses').selectAll().orderBy('id', 'desc').limit(1).execute();
  expect(pauses[0]).toMatchObject({ decision: { kind: 'shift' }, resumed_at: new Date(rig.now()) });
  expect((await rig.call(`/v1/chains/${id}/resume`, { body: {} })).status).toBe(409);
  await rig.call(`/v1/chains/${id}/archive`, { method: 'POST' });
});

test('a resume takes one of three decisions and no other', async () => {
  const id = await create();
  await publish(id);
  const decide = async (decision: unknown) => {
    await rig.call(`/v1/chains/${id}/pause`, { method: 'POST' });
    return (await rig.call(`/v1/chains/${id}/resume`, { body: { decision } })).status;
  };
  expect(await decide({ kind: 'send', overHours: 4 })).toBe(200);
  expect(await decide({ kind: 'skip', olderThanDays: 3 })).toBe(200);
  expect(await decide({ kind: 'send' })).toBe(400);
  expect(await decide({ kind: 'forget' })).toBe(400);
  expect(await decide({ kind: 'shift', by: 3 })).toBe(400);
});

test('the stats say who is where, who passed by which port, and what was sent', async () => {
  const id = await create();
  const version = await publish(id);
  for (const user of ['s1', 's2', 's3', 's4']) await enter(user);
  const { plan } = (await rig.call(`/v1/versions/${version.body.id}`)).body as {
    plan: { steps: { step: string; next: Record<string, number> }[] };
  };
  const touchStep = plan.steps.findLastIndex((s) => s.step === 'first');
  const rows = await rig.db
    .selectFrom('enrolments')
    .selectAll()
    .where('version', '=', Number.parseInt(String(version.body.id).slice(4), 36))
    .orderBy('id')
    .execute();
  const [one, two] = rows;
  const ports = Object.keys(plan.steps[touchStep]!.next);
  for (const row of [one!, two!]) {
    await rig.db
      .updateTable('enrolments')
      .set({ step: touchStep + 1, path: [0, 0, 0, touchStep, ports.indexOf('done'), 3_600] })
      .where('id', '=', row.id)
      .execute();
  }
  const { body } = await rig.call(`/v1/chains/${id}/stats`);
  const steps = body.steps as { step: string; here: number; passed: number; ports: Record<string, number> }[];
  const first = steps.find((s) => s.step === 'first');
  expect(first).toMatchObject({ passed: 2, ports: { done: 2 } });
  expect(steps.reduce((sum, s) => sum + s.here, 0)).toBe(4);
  expect(body.enrolments).toEqual([{ state: 'live', outcome: null, control: null, count: 4 }]);
  expect(body.definitions).toMatchObject({ here: expect.any(String), passed: expect.any(String) });

  const path = await rig.call(`/v1/enrolments/enr_${one!.id.toString(36)}`);
  expect((path.body.path as object[]).at(-1)).toEqual({
    step: 'first',
    port: 'done',
    at: new Date(one!.entered_at.getTime() + HOUR).toISOString(),
  });
  const standing = await rig.call(`/v1/enrolments?chain=${id}&step=${plan.steps[touchStep + 1]!.step}&state=live`);
  expect(standing.body.items).toHaveLength(2);
  expect((await rig.call(`/v1/enrolments?step=first`)).status).toBe(400);
  expect((await rig.call(`/v1/enrolments?chain=${id}&step=nowhere`)).body.items).toEqual([]);
  await rig.call(`/v1/chains/${id}/archive`, { method: 'POST' });
});

test('an event says what it did to each chain', async () => {
  const id = await create();
  await publish(id);
  const sent = await rig.call('/v1/track', {
    body: { userId: 'decided', event: 'Brochure Requested', properties: { page: 1 } },
    headers: { 'X-Strict-Mode': '1' },
  });
  const event = (sent.body.events as string[])[0];
  const { body } = await rig.call(`/v1/events/${event}`);
  expect(body).toMatchObject({ id: event, name: 'Brochure Requested', properties: { page: 1 } });
  expect(body.decisions).toContainEqual({ chain: id, decision: 'entered', enrolment: expect.stringMatching(/^enr_/) });
  await rig.call(`/v1/chains/${id}/archive`, { method: 'POST' });
});

test('a customer is enrolled by hand once for each key, whatever the entry asks', async () => {
  const id = await create();
  await publish(id);
  await rig.call('/v1/identify', { body: { userId: 'by-hand' } });
  const found = await rig.call('/v1/customers/lookup', { body: { userId: 'by-hand' } });
  const customer = (found.body.items as { id: string }[])[0]!.id;
  rig.wakes.length = 0;
  const enrolled = await rig.call('/v1/enrolments', { body: { customer, chain: id } });
  expect(enrolled).toMatchObject({ status: 201, body: { customer, chain: id, state: 'live', event: null } });
  expect(rig.wakes).toHaveLength(1);
  expect(await rig.call('/v1/enrolments', { body: { customer, chain: id } })).toMatchObject({
    status: 409,
    body: { problems: [{ code: 'already_inside' }] },
  });
  expect((await rig.call('/v1/enrolments', { body: { customer, chain: id, key: 'order-2' } })).status).toBe(201);
  expect((await rig.call('/v1/enrolments', { body: { customer: 'cus_zzzz', chain: id } })).status).toBe(422);
  await rig.call(`/v1/chains/${id}/archive`, { method: 'POST' });
  expect((await rig.call('/v1/enrolments', { body: { customer, chain: id, key: 'order-3' } })).status).toBe(409);
});

test('what is wrong with a draft, or with a request, is said in the language asked for', async () => {
  const id = await create({ ...letters, zone: 'Mars' });
  const validate = async (language: string) =>
    (await rig.call(`/v1/chains/${id}/validate`, { method: 'POST', headers: { 'Accept-Language': language } })).body;
  expect(await validate('fr-FR,fr;q=0.9')).toMatchObject({
    problems: [{ code: 'bad_zone', message: 'zone\u202f: fuseau IANA attendu, comme Europe/Paris, reçu Mars.' }],
  });
  expect(await validate('de')).toMatchObject({
    problems: [{ code: 'bad_zone', message: 'zone: expected an IANA zone such as Europe/Paris, got Mars.' }],
  });
  const refused = await rig.call('/v1/chains', { body: { name: 7 }, headers: { 'Accept-Language': 'fr' } });
  expect(refused).toMatchObject({
    status: 400,
    body: { problems: [{ field: 'name', message: 'name\u202f: texte attendu, reçu un nombre' }] },
  });
});
