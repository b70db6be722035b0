import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRig, type Rig } from '#api/testing/rig.ts';
import { enterLetters, putTouch } from '#api/testing/scene.ts';
import { DAY } from '#core/clock.ts';
import { judge } from '#core/policy/index.ts';
import type { Candidate, Standing } from '#core/policy/rule.ts';
import { candidate, cap, contact, NOW, policy, standing } from '#core/policy/testing.ts';

let rig: Rig;
let users = 0;
beforeAll(async () => {
  rig = await createRig();
});
afterAll(() => rig.drop());

/** A touch that was judged so; answers its `why`. */
async function judged(one: Partial<Candidate>, facts: Partial<Standing>, lang: 'en' | 'fr') {
  users += 1;
  const scene = await enterLetters(rig, `why-${users}`);
  const id = await putTouch(rig, scene, 'held');
  const record = judge(candidate(one), standing(facts), policy(cap(1, 7)));
  await sql`update touches set decision = ${JSON.stringify(record)}::jsonb where enrolment = ${scene.enrolmentNumber}`.execute(
    rig.db,
  );
  return { id, ...(await rig.call(`/v1/touches/${id}/why?lang=${lang}`)) };
}

test('what was postponed says until when, in English and in French, and what would have turned it', async () => {
  const full = { contacts: [contact(DAY)] };
  const english = await judged({}, full, 'en');
  expect(english).toMatchObject({
    status: 200,
    body: {
      touch: english.id,
      sentence:
        'Postponed to 30 November 2026 at 11:00 at the earliest: the limit of 1 contact in 7 days is reached; the first free moment is 30 November 2026 at 11:00.',
      verdict: 'hold',
      reason: 'capped',
      policy: 1,
    },
  });
  const rules = english.body.rules as { rule: string; flip?: Record<string, unknown> }[];
  expect(rules.at(-1)).toMatchObject({ rule: 'pressure', flip: { first_free: NOW + 6 * DAY, max: 2 } });
  expect((await judged({}, full, 'fr')).body.sentence).toBe(
    'Reporté au 30 novembre 2026 à 11:00 au plus tôt\u202f: le plafond de 1 sollicitation en 7 jours est atteint\u202f; la place se libère le 30 novembre 2026 à 11:00.',
  );
});

test('the contacts of one path say why in a sentence each, in the language asked for', async () => {
  const { id } = await judged({}, { contacts: [contact(DAY)] }, 'en');
  const touch = (await rig.call(`/v1/touches/${id}`)).body;
  const listed = await rig.call(`/v1/touches?enrolment=${touch.enrolment}&why=fr`);
  expect(listed.body.items).toMatchObject([{ id, why: expect.stringContaining('Reporté au 30 novembre 2026') }]);
  await sql`update touches set decision = '{}'::jsonb`.execute(rig.db);
  const gone = await rig.call(`/v1/touches?enrolment=${touch.enrolment}&why=en`);
  expect(gone.body.items).toMatchObject([{ id, why: null }]);
  const plain = await rig.call(`/v1/touches?enrolment=${touch.enrolment}`);
  expect((plain.body.items as object[])[0]).not.toHaveProperty('why');
});

test('a rival that won is named, and so is a missing consent', async () => {
  const rival = { ...contact(-DAY, { weight: 9 }), enrolment: 2, chain: 2, step: 'letter' };
  expect((await judged({}, { ahead: [rival] }, 'en')).body).toMatchObject({
    reason: 'rival',
    sentence: expect.stringContaining('a heavier contact is planned for 25 November 2026'),
  });
  const withdrawn = { brand: 'default', channel: 'email', topic: '*', given: false, expiresAt: null };
  expect((await judged({}, { consents: [withdrawn] }, 'en')).body).toMatchObject({
    verdict: 'skip',
    sentence: 'Not sent: the customer does not consent to it.',
  });
});

test('what was sent says that nothing objected', async () => {
  expect((await judged({}, {}, 'fr')).body.sentence).toMatch(
    /^Envoyé\u202f: \d règles consultées, aucune ne s’y opposait\.$/,
  );
});

test('a record that was deleted with age, and a touch that never was, are told apart', async () => {
  const scene = await enterLetters(rig, 'why-gone');
  const id = await putTouch(rig, scene, 'handed');
  await sql`update touches set decision = '{}' where enrolment = ${scene.enrolmentNumber}`.execute(rig.db);
  expect((await rig.call(`/v1/touches/${id}/why`)).status).toBe(410);
  const never = id.replace(/\d+$/, '9');
  expect((await rig.call(`/v1/touches/${never}/why`)).status).toBe(404);
  expect((await rig.call(`/v1/touches/${id}/why?lang=de`)).status).toBe(400);
});

test.each([
  [
    'held',
    'missing_variable',
    /^Waiting for somebody: first_name is not known of this customer/,
    /^En attente de quelqu’un\u202f: first_name manque/,
  ],
  ['refused', null, /^Not sent: it was refused/, /^Non envoyé\u202f: refusé/],
  ['unknown', 'lease_expired', /^It is not known whether/, /^On ignore/],
  ['off', 'sending_off', /switched off/, /coupé/],
  ['withdrawn', 'no_consent', /the customer has said no meanwhile/, /a refusé entre-temps/],
  ['withdrawn', 'goal', /had left the chain/, /avait quitté la chaîne/],
  ['expired', 'not_done', /^Not done: nobody saw to it in time/, /^Non fait/],
  ['handed', null, /^Sent: \d rules/, /^Envoyé\u202f: \d règles/],
])('what was let through and is now %s (%s) says so, and not that it was sent', async (state, reason, en, fr) => {
  const { id } = await judged({}, {}, 'en');
  await sql`update touches set state = ${state}, reason = ${reason}, response = 'profile.first_name'
    where decision <> '{}'::jsonb`.execute(rig.db);
  expect((await rig.call(`/v1/touches/${id}/why`)).body.sentence).toMatch(en);
  expect((await rig.call(`/v1/touches/${id}/why?lang=fr`)).body.sentence).toMatch(fr);
});

test('what waits by a rule says so as long as it waits, and is not there any more once it was withdrawn', async () => {
  const { id } = await judged({}, { contacts: [contact(DAY)] }, 'en');
  expect((await rig.call(`/v1/touches/${id}/why`)).body.sentence).toMatch(/^Postponed/);
  await sql`update touches set state = 'withdrawn', reason = 'cancelled' where decision <> '{}'::jsonb`.execute(rig.db);
  expect((await rig.call(`/v1/touches/${id}/why`)).body.sentence).toMatch(/had left the chain/);
});
