import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRig, type Rig } from '#api/testing/rig.ts';
import { enterLetters, putTouch } from '#api/testing/scene.ts';
import { DAY } from '#core/clock.ts';
import { recordConsent } from '#store/consents.ts';
import { signHolder, signToken, verifyHolder, verifyToken } from '#store/token.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await createRig();
  await rig.db
    .insertInto('topics')
    .values({ id: 'news', brand: 'default', name: JSON.stringify({ en: 'News', fr: 'Nouveautés' }) })
    .execute();
});
afterAll(() => rig.drop());

async function person(user: string) {
  const scene = await enterLetters(rig, user);
  const customer = scene.customerNumber;
  const path = `/p/${signHolder(rig.deps.secret, { customer, brand: 'default' })}`;
  const read = async (headers = {}) => (await rig.app.request(path, { headers })).text();
  const post = (form: URLSearchParams | string, headers = {}) =>
    rig.app.request(path, {
      method: 'POST',
      body: String(form),
      headers: { 'Content-Type': 'application/x-www-form-urlencoded', ...headers },
    });
  const records = () =>
    rig.db.selectFrom('consent_records').selectAll().where('customer', '=', customer).orderBy('id').execute();
  const limits = () =>
    rig.db.selectFrom('customer_limits').selectAll().where('customer', '=', customer).executeTakeFirst();
  return { scene, customer, path, read, post, records, limits };
}

/** What a browser would send of this page, with some boxes turned and other selections. */
function filled(page: string, { turn = [], ...more }: { turn?: string[]; per_week?: string; pause?: string } = {}) {
  const form = new URLSearchParams();
  for (const [, name, value] of page.matchAll(/<input type="hidden" name="(was|shown)" value="([^"]+)">/g))
    form.append(name!, value!);
  const boxes = [...page.matchAll(/<input type="checkbox" name="on" value="([^"]+)"( checked)?>/g)];
  for (const [, value, checked] of boxes)
    if ((checked !== undefined) !== turn.includes(value!)) form.append('on', value!);
  form.set('per_week', more.per_week ?? '');
  form.set('pause', more.pause ?? 'keep');
  return form;
}
const checked = (page: string) => [...page.matchAll(/value="([^"]+)" checked/g)].map(([, value]) => value);

test('the page shows what is theirs, and nothing anybody else could use', async () => {
  const other = await person('somebody');
  const { read, scene } = await person('marie');
  await putTouch(rig, scene, 'handed');
  await rig.db
    .updateTable('touches')
    .set({ handed_at: new Date(rig.now()) })
    .where('customer', '=', scene.customerNumber)
    .execute();
  const page = await read();
  expect(page).toContain('m•••@shop.example');
  expect(page).not.toContain('marie@');
  expect(page).toContain('24 November 2026 · E-mail');
  expect(page).toContain('after “Brochure Requested” on 24 November 2026');
  expect(await other.read()).not.toContain('Brochure Requested');
  expect(await read({ 'Accept-Language': 'fr' })).toContain('Vos préférences');
  expect((await rig.app.request(other.path)).headers.get('cache-control')).toBe('no-store');
});

test('opening the page changes nothing, and neither does saving it as it is', async () => {
  const { read, post, records, limits } = await person('reader');
  const page = await read();
  expect(await records()).toEqual([]);
  expect(await limits()).toBeUndefined();
  expect((await post(filled(page))).status).toBe(200);
  expect(await records()).toEqual([]);
});

test('a channel and a topic are left and taken up again, with the words that were agreed to', async () => {
  const { read, post, records } = await person('chooser');
  // Calls and SMS are asked for, not left.
  for (const key of ['call:*', 'sms:*']) expect(checked(await read())).not.toContain(key);
  const after = await (await post(filled(await read(), { turn: ['letter:*', 'email:news'] }))).text();
  expect(after).toContain('Saved.');
  expect(checked(after)).not.toContain('letter:*');
  expect(checked(after)).not.toContain('email:news');
  await post(filled(after, { turn: ['email:news'] }));
  expect(await records()).toMatchObject([
    {
      ...{ channel: 'letter', topic: '*', given: false, source: 'preference_centre' },
      wording: 'Default: All messages, Letter',
    },
    { channel: 'email', topic: 'news', given: false },
    {
      channel: 'email',
      topic: 'news',
      given: true,
      wording: 'Default: News, E-mail',
      wording_version: 'preferences.1',
    },
  ]);
});

test('an old page does not give again what was withdrawn meanwhile', async () => {
  const { read, post, customer, records } = await person('tabs');
  const old = await read();
  const token = signToken(rig.deps.secret, { customer, brand: 'default', channel: 'email' });
  await rig.app.request(`/u/${token}`, { method: 'POST' });
  await post(filled(old, { per_week: '2' }));
  expect(await records()).toMatchObject([{ channel: 'email', given: false }]);
  expect(checked(await read())).not.toContain('email:*');
});

test('everything off is one button; of what comes after, only what is ticked comes back', async () => {
  const { read, post, customer } = await person('leaver');
  const off = await (await post('do=off')).text();
  expect(checked(off)).toEqual([]);
  expect(off).toContain('You receive nothing from us');
  rig.pass(60_000);
  const some = await (await post(filled(off, { turn: ['email:*'] }))).text();
  expect(checked(some)).toContain('email:*');
  for (const channel of ['sms', 'call', 'letter']) expect(checked(some)).not.toContain(`${channel}:*`);
  const rows = await rig.db.selectFrom('consents').selectAll().where('customer', '=', customer).execute();
  expect(
    rows
      .filter((r) => !r.given)
      .map((r) => r.channel)
      .sort(),
  ).toEqual(['*']);
  expect(checked(await read())).toContain('email:*');
});

test('a limit and a pause are kept, shown, ended', async () => {
  const { post, read, limits } = await person('slow');
  const page = await (await post(filled(await read(), { per_week: '2', pause: '4' }))).text();
  expect(await limits()).toMatchObject({ per_week: 2, paused_until: new Date(rig.now() + 28 * DAY) });
  expect(page).toContain('paused until 22 December 2026');
  await post(filled(page, { per_week: '2' }));
  expect(await limits()).toMatchObject({ per_week: 2, paused_until: new Date(rig.now() + 28 * DAY) });
  await post(filled(page, { pause: 'end' }));
  expect(await limits()).toMatchObject({ per_week: null, paused_until: null });
});

test('a form this page did not make is refused, and nothing is kept', async () => {
  const { post, limits, records } = await person('forger');
  for (const form of ['per_week=0', 'per_week=-1', 'per_week=1000', 'pause=3', 'pause=x'])
    expect((await post(form)).status, form).toBe(400);
  expect((await post('do=off', { 'Sec-Fetch-Site': 'cross-site' })).status).toBe(403);
  expect((await post('do=off', { Origin: 'https://bad.example' })).status).toBe(403);
  expect((await post('do=off', { 'Content-Type': 'text/plain' })).status).toBe(415);
  expect((await post('shown=pigeon:*&on=pigeon:*')).status).toBe(200);
  expect(await records()).toEqual([]);
  expect(await limits()).toMatchObject({ per_week: null });
});

test('a link of one kind opens no page of another, and a forged one none at all', async () => {
  const { customer, path } = await person('kinds');
  const { secret } = rig.deps;
  const leave = signToken(secret, { customer, brand: 'default', channel: 'email' });
  const choose = path.slice('/p/'.length);
  expect(verifyHolder(secret, leave)).toBeNull();
  expect(verifyToken(secret, choose)).toBeNull();
  for (const bad of [
    leave,
    `${choose}x`,
    choose.slice(1),
    signHolder(Buffer.alloc(32, 1), { customer, brand: 'default' }),
  ]) {
    expect((await rig.app.request(`/p/${bad}`)).status).toBe(404);
    expect((await rig.app.request(`/p/${bad}`, { method: 'POST' })).status).toBe(404);
  }
  expect(rig.lines.join('\n')).not.toContain(choose.slice(0, 20));
});

test('what people write is shown as they wrote it, and runs nowhere', async () => {
  const { read, customer } = await person('script');
  await rig.db.updateTable('addresses').set({ value: '<b>@x.example' }).where('customer', '=', customer).execute();
  await rig.db
    .transaction()
    .execute((trx) =>
      recordConsent(trx, rig.now(), { customer, brand: 'default', channel: '*', given: false, source: 'api' }),
    );
  const page = await read();
  expect(page).toContain('&#60;•••@x.example');
  expect(page).not.toContain('<script');
  expect(checked(page)).toEqual([]);
});

test('a mail of a list of its own unsubscribes from the list, any other from the brand’s e-mail', async () => {
  const { customer, records } = await person('lists');
  const click = async (list: string) => {
    const token = signToken(rig.deps.secret, { customer, brand: 'default', channel: 'email', list });
    const body = new FormData();
    body.set('List-Unsubscribe', 'One-Click');
    const answer = await rig.app.request(`/u/${token}`, { method: 'POST', body });
    expect(answer.headers.has('set-cookie') || answer.headers.has('location')).toBe(false);
    return answer.text();
  };
  expect(await click('news.shop.example')).toContain('“News”');
  expect(await click('unknown.shop.example')).not.toContain('“News”');
  expect(await records()).toMatchObject([
    { channel: 'email', topic: 'news', given: false, source: 'one_click' },
    { channel: 'email', topic: '*', given: false, source: 'one_click' },
  ]);
});

test('of many clicks at once, one is written down', async () => {
  const { customer, records } = await person('clicks');
  const token = signToken(rig.deps.secret, { customer, brand: 'default', channel: 'email' });
  const clicks = Array.from({ length: 8 }, () => rig.app.request(`/u/${token}`, { method: 'POST' }));
  expect((await Promise.all(clicks)).map((r) => r.status)).toEqual(Array(8).fill(200));
  expect(await records()).toHaveLength(1);
});
