import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRig, type Rig } from '#api/testing/rig.ts';
import { enterLetters } from '#api/testing/scene.ts';
import { loadSecret, signToken, verifyToken } from '#store/token.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await createRig();
});
afterAll(() => rig.drop());

async function link(user: string) {
  const scene = await enterLetters(rig, user);
  const token = signToken(rig.deps.secret, { customer: scene.customerNumber, brand: 'default', channel: 'email' });
  const records = () =>
    rig.db.selectFrom('consent_records').selectAll().where('customer', '=', scene.customerNumber).execute();
  return { path: `/u/${token}`, token, records, scene };
}

test('opening the link changes nothing, however often a scanner does it', async () => {
  const { path, records } = await link('scanned');
  for (const method of ['GET', 'HEAD', 'GET']) {
    const page = await rig.app.request(path, { method });
    expect(page.status).toBe(200);
    expect(page.headers.get('content-type')).toContain('text/html');
  }
  const page = await (await rig.app.request(path)).text();
  expect(page).toContain('<form method="post">');
  expect(page).not.toContain('scanned');
  expect(await records()).toEqual([]);
});

test('one click withdraws, in both encodings, without a redirect, and again without harm', async () => {
  const form = new FormData();
  form.set('List-Unsubscribe', 'One-Click');
  const bodies: [string, RequestInit][] = [
    ['multipart', { body: form }],
    [
      'urlencoded',
      { body: 'List-Unsubscribe=One-Click', headers: { 'Content-Type': 'application/x-www-form-urlencoded' } },
    ],
  ];
  for (const [user, init] of bodies) {
    const { path, records } = await link(user);
    for (let time = 0; time < 2; time += 1) {
      expect((await rig.app.request(path, { method: 'POST', ...init })).status).toBe(200);
    }
    expect(await records()).toMatchObject([
      { channel: 'email', brand: 'default', topic: '*', given: false, source: 'one_click' },
    ]);
  }
});

test('the button of the page withdraws too, and a body of any other kind', async () => {
  const { path, records } = await link('button');
  const posted = await rig.app.request(path, { method: 'POST' });
  expect(posted.status).toBe(200);
  expect(await posted.text()).toContain('Done');
  expect(await records()).toMatchObject([{ given: false, source: 'page' }]);
  expect(await (await rig.app.request(path)).text()).toContain('Done');
});

test('the page speaks French to those who read French', async () => {
  const { path } = await link('lecteur');
  const page = await rig.app.request(path, { headers: { 'Accept-Language': 'fr-FR,fr;q=0.9' } });
  expect(await page.text()).toContain('Se désabonner');
});

test('a link that is cut, altered or signed by another secret is no link', async () => {
  const { token, scene } = await link('forged');
  const other = signToken(Buffer.alloc(32, 1), { customer: scene.customerNumber, brand: 'default', channel: 'email' });
  const [body, mark] = token.split('.') as [string, string];
  const next = Buffer.from(JSON.stringify([scene.customerNumber + 1, 'default', 'email'])).toString('base64url');
  for (const bad of [other, body, `${body}.`, `${next}.${mark}`, `${body}.${mark}.x`, token.slice(0, -2), 'x']) {
    expect(verifyToken(rig.deps.secret, bad), bad).toBeNull();
    expect((await rig.app.request(`/u/${bad}`, { method: 'POST' })).status, bad).toBe(404);
  }
});

test('the secret is made once and is the same for every process', async () => {
  expect(await loadSecret(rig.db)).toEqual(rig.deps.secret);
});

test('a token is in no line of the log', async () => {
  const { path, token } = await link('quiet');
  await rig.app.request(path, { method: 'POST' });
  expect(rig.lines.join('\n')).not.toContain(token.slice(0, 20));
});
