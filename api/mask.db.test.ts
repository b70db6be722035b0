import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Role } from '#api/access.ts';
import { sightOf } from '#api/mask.ts';
import { createRig, type Rig } from '#api/testing/rig.ts';
import { enterLetters, putTouch } from '#api/testing/scene.ts';
import { signedIn } from '#api/testing/visitor.ts';
import { MASK } from '#core/mask.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await createRig();
  await rig.call('/v1/identify', {
    body: { userId: 'ann', traits: { email: 'ann@test.example', firstName: 'Ann', iban: 'FR76', points: 3 } },
  });
});
afterAll(() => rig.drop());

const as = (cookie: string, path: string, more: Parameters<Rig['call']>[1] = {}) =>
  rig.call(path, { key: null, ...more, headers: { Cookie: cookie, Origin: rig.deps.config.baseUrl } });
const lookUp = async (role: Role) => {
  const cookie = await signedIn(rig, [role]);
  const { body } = await as(cookie, '/v1/customers/lookup', { body: { userId: 'ann' } });
  return (body.items as Record<string, unknown>[])[0];
};
const say = async (attribute: string, sensitivity: string | null) =>
  rig.call(`/v1/attributes/${attribute}`, { method: 'PUT', body: { sensitivity } });

test('viewers and agents see nothing personal, privacy and admins see all', () => {
  expect(sightOf(['chains:read', 'touches:read'])).toBe('public');
  expect(sightOf(['tasks:own'])).toBe('public');
  expect(sightOf(['chains:draft', 'customers:read'])).toBe('personal');
  expect(sightOf(['customers:write', 'privacy'])).toBe('sensitive');
  expect(sightOf(['admin'])).toBe('sensitive');
});

test('who reads customers sees them, but for what is sensitive', async () => {
  expect(await lookUp('author')).toMatchObject({
    traits: { firstName: 'Ann', iban: MASK, points: 3 },
    addresses: [{ kind: 'email', value: 'ann@test.example' }],
  });
  expect(await lookUp('privacy')).toMatchObject({ traits: { firstName: 'Ann', iban: 'FR76' } });
});

test('what an admin says of an attribute holds from the next request on, and can be taken back', async () => {
  expect((await say('profile.firstName', 'sensitive')).body).toMatchObject({ sensitivity: 'sensitive', stated: true });
  expect(await lookUp('author')).toMatchObject({ traits: { firstName: MASK } });
  expect((await say('profile.firstName', null)).body).toMatchObject({ sensitivity: 'personal', stated: false });
  expect(await lookUp('author')).toMatchObject({ traits: { firstName: 'Ann' } });
  expect((await say('firstName', 'public')).status).toBe(404);
  const deeds = await rig.call('/v1/audit?action=attribute');
  expect(deeds.body.items).toMatchObject([{ detail: { sensitivity: null } }, { detail: { sensitivity: 'sensitive' } }]);
});

test('attributes are listed with what is usual for their names, and never with values', async () => {
  const { body } = await rig.call('/v1/attributes?limit=2');
  expect(body.items).toHaveLength(2);
  const rest = await rig.call(`/v1/attributes?cursor=${body.next}`);
  const all = [...(body.items as object[]), ...(rest.body.items as object[])];
  expect(all).toContainEqual({
    ...{ path: 'profile.iban', type: 'string', events: [], sensitivity: 'sensitive', stated: false },
  });
  expect(JSON.stringify(all)).not.toContain('FR76');
});

test('events and the timeline are masked like the customer', async () => {
  const event = { userId: 'ann', event: 'Signed', properties: { amount: 5, iban: 'FR76', city: 'Lyon' } };
  await rig.call('/v1/track', { body: event });
  const cookie = await signedIn(rig, ['author']);
  const { id } = (await lookUp('author')) as { id: string };
  const { body } = await as(cookie, `/v1/customers/${id}/timeline`);
  const moment = (body.items as { kind: string; data: Record<string, unknown> }[]).find(({ kind }) => kind === 'event');
  expect(moment?.data.properties).toEqual({ amount: 5, iban: MASK, city: 'Lyon' });
  const one = await as(cookie, `/v1/events/${moment?.data.event}`);
  expect(one.body.properties).toEqual({ amount: 5, iban: MASK, city: 'Lyon' });
});

test('what a mail server answered names no address to a viewer', async () => {
  const touch = await putTouch(rig, await enterLetters(rig, 'bob'), 'refused');
  await rig.db.updateTable('touches').set({ response: '550 <bob@shop.example> unknown' }).execute();
  const cookie = await signedIn(rig, ['viewer']);
  expect((await as(cookie, `/v1/touches/${touch}`)).body.response).toBe(`550 <${MASK}> unknown`);
  expect(JSON.stringify((await as(cookie, '/v1/touches')).body)).not.toContain('bob@');
  expect((await rig.call(`/v1/touches/${touch}`)).body.response).toContain('bob@shop.example');
});
