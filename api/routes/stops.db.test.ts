import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRig, type Rig } from '#api/testing/rig.ts';
import { enterLetters, putTouch } from '#api/testing/scene.ts';
import { inFlight } from '#store/stops.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await createRig();
});
afterAll(() => rig.drop());

test('a stop of everything says what was in flight', async () => {
  const scene = await enterLetters(rig, 'flying');
  const touch = await putTouch(rig, scene, 'handing');
  const { status, body } = await rig.call('/v1/stop', { body: { scope: 'all', reason: 'wrong price' } });
  expect(status).toBe(201);
  expect(body).toMatchObject({
    scope: 'all',
    target: null,
    reason: 'wrong price',
    inFlight: { count: 1, touches: [touch] },
  });
  expect((await rig.call('/v1/stops')).body.items).toMatchObject([{ id: body.id, liftedAt: null }]);
  await rig.call(`/v1/stops/${body.id}`, { method: 'DELETE' });
});

test('a stop of a chain or a channel counts its own touches only', async () => {
  const scene = await enterLetters(rig, 'scoped');
  const touch = await putTouch(rig, scene, 'handing', 'task');
  const other = await enterLetters(rig, 'other');
  const stop = async (body: object) => (await rig.call('/v1/stop', { body })).body.inFlight;
  expect(await stop({ scope: 'chain', target: scene.chain })).toEqual({ count: 1, touches: [touch] });
  expect(await stop({ scope: 'chain', target: other.chain })).toEqual({ count: 0, touches: [] });
  expect(await stop({ scope: 'channel', target: 'task' })).toEqual({ count: 1, touches: [touch] });
  const chains = await rig.db.selectFrom('stops').select('target').where('scope', '=', 'chain').orderBy('id').execute();
  expect(chains.map((s) => s.target)).toEqual([String(scene.chainNumber), String(other.chainNumber)]);
});

test('a stop of nothing in particular is refused', async () => {
  const status = async (body: object) => (await rig.call('/v1/stop', { body })).status;
  expect(await status({ scope: 'all', target: 'email' })).toBe(400);
  expect(await status({ scope: 'channel' })).toBe(400);
  expect(await status({ scope: 'chain', target: 'chn_zzzzz' })).toBe(422);
  expect(await status({ scope: 'channel', target: 'emial' })).toBe(422);
  expect(await status({ scope: 'world' })).toBe(400);
});

test('lifting wakes those whose touch was held, once and for all', async () => {
  const scene = await enterLetters(rig, 'held');
  await putTouch(rig, scene, 'held');
  const { body } = await rig.call('/v1/stop', { body: { scope: 'chain', target: scene.chain } });
  rig.wakes.length = 0;
  const lifted = await rig.call(`/v1/stops/${body.id}`, { method: 'DELETE' });
  expect(lifted.body).toMatchObject({ woken: 1, liftedAt: new Date(rig.now()).toISOString() });
  expect(rig.wakes).toEqual([{ cohort: scene.cohort, enrolment: scene.enrolmentNumber }]);
  rig.pass(1_000);
  expect((await rig.call(`/v1/stops/${body.id}`, { method: 'DELETE' })).body.liftedAt).toBe(lifted.body.liftedAt);
  const standing = (await rig.call('/v1/stops')).body.items as { id: string }[];
  expect(standing.map((s) => s.id)).not.toContain(body.id);
  expect((await rig.call('/v1/stops?standing=false')).body.items).toContainEqual(
    expect.objectContaining({ id: body.id }),
  );
});

test('a count that would take too long is given up, and the stop stands', async () => {
  // Whoever holds the table's lock makes every count of it wait.
  await rig.db.transaction().execute(async (trx) => {
    await trx.deleteFrom('touches').where('enrolment', '=', -1).execute();
    await trx.schema.alterTable('touches').addColumn('passing', 'integer').execute();
    expect(await inFlight(rig.db, { scope: 'all', target: '' }, 50)).toEqual({ kind: 'too_slow' });
    await trx.schema.alterTable('touches').dropColumn('passing').execute();
  });
});
