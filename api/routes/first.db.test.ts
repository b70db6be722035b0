import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRig, type Rig } from '#api/testing/rig.ts';
import { galleryGraph } from '#chains/index.ts';
import { createKey } from '#store/keys.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await createRig();
});
afterAll(() => rig.drop());

async function live(name: Parameters<typeof galleryGraph>[0], publish: Record<string, unknown> = {}): Promise<string> {
  const { body } = await rig.call('/v1/chains', { body: { graph: galleryGraph(name) } });
  await rig.call(`/v1/chains/${body.id}/publish`, { body: publish, headers: { 'If-Match': '1' } });
  return String(body.id);
}
const first = async (id: string) => (await rig.call(`/v1/chains/${id}/first`)).body;
const simulate = (id: string, more: { body?: unknown; key?: string } = {}) =>
  rig.call(`/v1/chains/${id}/simulate`, { body: {}, ...more });

test('a chain that waits says what to send; who sends just that is the first', async () => {
  const id = await live('appointment');
  const waiting = await first(id);
  expect(waiting).toMatchObject({ entered: false, seen: false, event: 'Appointment Booked', tests: [] });
  expect(Object.keys(waiting.properties as object).sort()).toEqual([
    'appointment_id',
    'place',
    'starts_at',
    'survey_url',
  ]);
  await rig.call('/v1/track', { body: { userId: 'ann', event: waiting.event, properties: waiting.properties } });
  expect(await first(id)).toMatchObject({ entered: true, seen: true });
});

test('a simulated customer enters past gate and control group, and is the first of nobody', async () => {
  const id = await live('letters', { holdout: 50, gate: { percent: 0 } });
  for (let i = 0; i < 5; i += 1) {
    const { status, body } = await simulate(id, { body: { email: 'me@shop.example' } });
    expect(status).toBe(201);
    expect(body).toMatchObject({ decision: 'entered', event: 'Brochure Requested' });
    const enrolment = await rig.call(`/v1/enrolments/${body.enrolment}`);
    expect(enrolment.body).toMatchObject({ control: null, state: 'live' });
    const { body: customer } = await rig.call(`/v1/customers/${body.customer}`);
    expect(customer).toMatchObject({ test: true, addresses: [{ kind: 'email', value: 'me@shop.example' }] });
  }
  const after = await first(id);
  expect(after).toMatchObject({ entered: false });
  expect(after.tests).toHaveLength(5);
  const { body } = await rig.call('/v1/chains?q=Two%20letters');
  expect(body.items).toMatchObject([{ entered: 0 }]);
});

test('an author may simulate; a draft, a paused chain and one that no event sets off cannot be', async () => {
  const id = await live('usage');
  const { token } = await createKey(rig.db, rig.now(), { name: 'author', scopes: ['chains:draft'] });
  expect((await simulate(id, { key: token })).status).toBe(201);
  await rig.call(`/v1/chains/${id}/pause`, { body: {} });
  expect((await simulate(id)).body.problems).toMatchObject([{ code: 'not_live' }]);
  const { body: draft } = await rig.call('/v1/chains', { body: { graph: galleryGraph('season') } });
  expect((await simulate(String(draft.id))).body.problems).toMatchObject([{ code: 'not_live' }]);
  const graph = JSON.parse(JSON.stringify(galleryGraph('callback')));
  delete graph.steps[0].data.event;
  const { body: byHand } = await rig.call('/v1/chains', { body: { graph } });
  await rig.call(`/v1/chains/${byHand.id}/publish`, { body: {}, headers: { 'If-Match': '1' } });
  expect((await simulate(String(byHand.id))).body.problems).toMatchObject([{ code: 'no_event' }]);
  expect(await first(String(byHand.id))).toMatchObject({ event: null, seen: false });
});

test('each channel says what it can do here', async () => {
  const { body } = await rig.call('/v1/channels');
  expect(body.items).toContainEqual({ channel: 'email', state: 'unknown' });
  expect(body.items).toContainEqual({ channel: 'letter', state: 'people' });
  const other = await createRig({
    config: { ...rig.deps.config, sending: { mode: 'off', catcher: false } },
  });
  expect((await other.call('/v1/channels')).body.items).toContainEqual({ channel: 'email', state: 'off' });
  await other.drop();
});
