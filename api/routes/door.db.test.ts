import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRig, type Rig } from '#api/testing/rig.ts';
import { cookieOf, PASSWORD, signedIn, somebody } from '#api/testing/visitor.ts';
import { ownerLink } from '#setup/owner.ts';
import { totpOf } from '#setup/testing/totp.ts';
import { firstLink, makeLink } from '#store/links.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await createRig();
});
afterAll(() => rig.drop());

const ours = () => ({ Origin: rig.deps.config.baseUrl });
const door = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  rig.call(`/v1/auth/${path}`, { body, key: null, headers: { ...ours(), ...headers } });
const as = (cookie: string, path: string, more: Parameters<Rig['call']>[1] = {}) =>
  rig.call(path, { key: null, ...more, headers: { ...ours(), Cookie: cookie, ...more?.headers } });
const code = (answer: { body: { problems?: { code: string }[] } }) => answer.body.problems?.[0]?.code;

const owed = () => rig.db.selectFrom('mails_owed').select(['kind', 'params']).orderBy('id').execute();

const OWNER = {
  ...{ name: 'Claire', email: 'Claire@Test.example', password: PASSWORD, language: 'fr' },
  company: { name: 'Maison', language: 'fr', country: 'FR', zone: 'Europe/Paris' },
};

test('the link of the first start makes the owner, once', async () => {
  const old = await firstLink(rig.db);
  const token = await firstLink(rig.db);
  expect(code(await door('welcome', { ...OWNER, token: old }))).toBe('dead_link');
  expect((await door('link', { token })).body).toMatchObject({ purpose: 'owner', first: true });
  expect((await door('welcome', { ...OWNER, token, password: 'too short' })).status).toBe(400);
  const welcome = await door('welcome', { ...OWNER, token });
  expect(welcome.status).toBe(200);
  expect(welcome.headers.getSetCookie().join()).toMatch(
    /__Secure-jalon\.session_token=.*Max-Age=2592000.*HttpOnly.*Secure.*SameSite=Lax/i,
  );
  const me = await as(cookieOf(welcome.headers), '/v1/me');
  expect(me.body).toMatchObject({
    person: { name: 'Claire', email: 'claire@test.example', roles: ['admin'] },
    company: { name: 'Maison', language: 'fr' },
  });
  // Customers read the brand's name: it is the company's now.
  const brands = await as(cookieOf(welcome.headers), '/v1/brands');
  expect(brands.body.items).toEqual([expect.objectContaining({ id: 'default', name: 'Maison' })]);
  expect((await door('welcome', { ...OWNER, token, email: 'two@test.example' })).status).toBe(410);
  expect(await firstLink(rig.db)).toBeNull();
});

test('a link for another owner in an emergency asks for no company, and stands in the audit', async () => {
  await somebody(rig, ['admin']);
  const { link, first } = await ownerLink(rig.db, 'https://jalon.example', rig.now());
  expect(first).toBe(false);
  const token = new URL(link).searchParams.get('token');
  expect((await door('link', { token })).body).toMatchObject({ purpose: 'owner', first: false });
  const { company: _, ...other } = OWNER;
  const come = await door('welcome', { ...other, token, email: 'second@test.example' });
  expect((await as(cookieOf(come.headers), '/v1/me')).body).toMatchObject({ person: { roles: ['admin'] } });
  const { body } = await rig.call('/v1/audit?action=person.link');
  expect(body.items).toMatchObject([{ actor: 'shell', subject: 'owner' }]);
});

test('a link is dead after its time', async () => {
  const token = await makeLink(rig.db, { purpose: 'owner', person: null });
  await sql`update one_time_links set expires_at = clock_timestamp() where used_at is null`.execute(rig.db);
  expect((await door('link', { token })).status).toBe(410);
  expect((await door('welcome', { ...OWNER, token, email: 'late@test.example' })).status).toBe(410);
});

test('somebody invited chooses a password, comes in and is what they were invited as', async () => {
  const admin = await signedIn(rig, ['admin']);
  const invited = await as(admin, '/v1/people', {
    body: { name: 'Amina', email: 'amina@test.example', roles: ['author'] },
  });
  expect(invited.status).toBe(201);
  const { person, link } = invited.body as { person: { id: string; joined: boolean }; link: string };
  expect(person).toMatchObject({ joined: false, roles: ['author'] });
  const token = new URL(link).searchParams.get('token');
  expect(await owed()).toEqual([
    { kind: 'link', params: expect.objectContaining({ to: 'amina@test.example', purpose: 'invitation', link }) },
  ]);
  expect((await door('link', { token })).body).toMatchObject({ purpose: 'invitation', email: 'amina@test.example' });
  const come = await door('password', { token, password: PASSWORD });
  const cookie = cookieOf(come.headers);
  expect((await as(cookie, '/v1/chains')).status).toBe(200);
  expect(code(await as(cookie, '/v1/people'))).toBe('missing_scope');
  expect((await door('password', { token, password: PASSWORD })).status).toBe(410);
  const { body } = await as(admin, '/v1/audit', {});
  expect(body.items).toContainEqual(expect.objectContaining({ action: 'person.invite', subject: person.id }));

  expect((await as(admin, `/v1/people/${person.id}`, { method: 'DELETE' })).body).toMatchObject({ active: false });
  expect((await as(cookie, '/v1/me')).status).toBe(401);
  expect(code(await door('sign-in', { email: 'amina@test.example', password: PASSWORD }))).toBe('not_signed_in');
});

test('a new password by a link ends all sessions', async () => {
  const admin = await signedIn(rig, ['admin']);
  const cookie = await signedIn(rig, ['viewer']);
  const { person } = (await as(cookie, '/v1/me')).body as { person: { id: string } };
  const { link } = (await as(admin, `/v1/people/${person.id}/link`, { method: 'POST', body: {} })).body as {
    link: string;
  };
  expect(link).toContain('/reset?token=');
  const token = new URL(link).searchParams.get('token');
  expect((await door('password', { token, password: 'another long password' })).status).toBe(200);
  expect(code(await as(cookie, '/v1/me'))).toBe('session_over');
});

test('who looks at our pages without a session is told to sign in, a program that it needs a key', async () => {
  const ask = (headers: Record<string, string>) => rig.call('/v1/me', { key: null, headers });
  expect(code(await ask({ 'Sec-Fetch-Site': 'same-origin', 'Accept-Language': 'fr' }))).toBe('session_over');
  expect(code(await ask({ 'Sec-Fetch-Site': 'cross-site' }))).toBe('missing_key');
  expect(code(await ask({}))).toBe('missing_key');
});

test('who forgot the password gets a link by mail, one in five minutes; no answer tells who is here', async () => {
  const { email } = await somebody(rig, ['viewer'], { language: 'fr' });
  const before = (await owed()).length;
  for (const address of [email.toUpperCase(), email, 'nobody@test.example']) {
    const began = performance.now();
    expect((await door('forgotten', { email: address })).body).toEqual({ ok: true });
    // Who is not here is looked up in a moment, who is here is written to: both wait for the same time.
    expect(performance.now() - began).toBeGreaterThan(250);
  }
  const mails = (await owed()).slice(before);
  expect(mails).toEqual([
    { kind: 'link', params: expect.objectContaining({ to: email, lang: 'fr', purpose: 'reset', company: 'Maison' }) },
  ]);
  const token = new URL((mails[0]!.params as { link: string }).link).searchParams.get('token');
  expect((await door('password', { token, password: 'yet another password' })).status).toBe(200);
  expect((await door('sign-in', { email, password: 'yet another password' })).status).toBe(200);
});

test('people are listed by name, page by page', async () => {
  const admin = await signedIn(rig, ['admin'], { name: 'Zoé' });
  const names: string[] = [];
  for (let next: string | null = ''; next !== null; ) {
    const { body } = await as(admin, `/v1/people?limit=2${next && `&cursor=${next}`}`);
    names.push(...(body.items as { name: string }[]).map(({ name }) => name));
    next = body.next as string | null;
  }
  const count = await rig.db.selectFrom('people').select('id').execute();
  expect(names).toHaveLength(count.length);
  expect(names).toEqual(expect.arrayContaining(['Zoé', 'Amina', 'Claire']));
});

test('there is always an active admin', async () => {
  const alone = await createRig();
  try {
    const { id } = await somebody(alone, ['admin']);
    for (const body of [{ active: false }, { roles: ['viewer'] }]) {
      const answer = await alone.call(`/v1/people/${id}`, { method: 'PATCH', body });
      expect([answer.status, code(answer)]).toEqual([409, 'last_admin']);
    }
    expect((await alone.call(`/v1/people/${id}`, { method: 'PATCH', body: { name: 'Other' } })).status).toBe(200);
  } finally {
    await alone.drop();
  }
});

test('no answer tells whether an address is somebody’s, and ten failures lock it either way', async () => {
  const { email } = await somebody(rig, ['viewer']);
  for (const address of [email, 'nobody@test.example']) {
    for (let i = 0; i < 10; i += 1) {
      const answer = await door('sign-in', { email: address, password: 'not the password' });
      expect([answer.status, code(answer)]).toEqual([401, 'not_signed_in']);
    }
    const right = await door('sign-in', { email: address.toUpperCase(), password: PASSWORD });
    expect([right.status, code(right)]).toEqual([429, 'locked']);
  }
  await sql`update sign_in_failures set at = at - interval '16 minutes'`.execute(rig.db);
  expect((await door('sign-in', { email, password: PASSWORD })).status).toBe(200);
});

test('what changes something with a session must come from our pages', async () => {
  const cookie = await signedIn(rig, ['admin']);
  const put = (headers: Record<string, string>) =>
    rig.call('/v1/settings', { method: 'PUT', body: {}, key: null, headers: { Cookie: cookie, ...headers } });
  for (const headers of [{}, { Origin: 'https://evil.example' }, { 'Sec-Fetch-Site': 'cross-site' }]) {
    expect(code(await put(headers as Record<string, string>))).toBe('foreign_origin');
  }
  expect((await put({ 'Sec-Fetch-Site': 'same-origin' })).status).toBe(200);
  expect((await put(ours())).status).toBe(200);
  const { email } = await somebody(rig, ['viewer']);
  const elsewhere = await door('sign-in', { email, password: PASSWORD }, { Origin: 'https://evil.example' });
  expect(code(elsewhere)).toBe('foreign_origin');
});

test('a session ends after twelve idle hours, after thirty days, and by signing out', async () => {
  const cookie = await signedIn(rig, ['viewer']);
  const after = async (change: string) => {
    await sql`update sessions set ${sql.raw(change)}`.execute(rig.db);
    return (await as(cookie, '/v1/me')).status;
  };
  expect(await after("seen_at = clock_timestamp() - interval '11 hours'")).toBe(200);
  // It was used: it is not idle any more.
  expect(await after("seen_at = seen_at - interval '11 hours'")).toBe(200);
  expect(await after("seen_at = clock_timestamp() - interval '13 hours'")).toBe(401);
  expect(await after('seen_at = clock_timestamp()')).toBe(200);
  const { rows } = await sql<{ days: number }>`
    select extract(day from max(expires_at - created_at))::int as days from sessions`.execute(rig.db);
  expect(rows[0]!.days).toBeLessThanOrEqual(30);
  expect(await after('expires_at = clock_timestamp()')).toBe(401);

  const other = await signedIn(rig, ['viewer']);
  expect((await door('sign-out', {}, { Cookie: other })).status).toBe(200);
  expect((await as(other, '/v1/me')).status).toBe(401);
});

test('a cookie that we have not signed lets nobody in', async () => {
  const cookie = await signedIn(rig, ['viewer']);
  const [name, value = ''] = cookie.split(/=(.*)/s);
  expect((await as(`${name}=${value.split('.')[0]}.AAAA`, '/v1/me')).status).toBe(401);
  expect((await as(`${name}=%`, '/v1/me')).status).toBe(401);
});

test('where the company asks for a second factor, nothing else is possible before it is set up', async () => {
  const admin = await signedIn(rig, ['admin']);
  await as(admin, '/v1/settings', { method: 'PUT', body: { totpRequired: true } });
  try {
    expect(code(await as(admin, '/v1/chains'))).toBe('totp_required');
    expect((await as(admin, '/v1/me')).body).toMatchObject({ totpMissing: true });
    expect(code(await as(admin, '/v1/me/totp', { body: { password: 'not the password' } }))).toBe('wrong_password');
    const begun = await as(admin, '/v1/me/totp', { body: { password: PASSWORD } });
    const { uri, codes, qr } = begun.body as unknown as {
      uri: string;
      codes: string[];
      qr: { size: number; path: string };
    };
    expect(qr.size).toBeGreaterThan(20);
    expect(qr.path).toMatch(/^(M\d+ \d+h1v1h-1z)+$/);
    expect(uri).toMatch(/^otpauth:\/\/totp\/Jalon/);
    expect(codes.length).toBeGreaterThan(5);
    expect(code(await as(admin, '/v1/me/totp/confirm', { body: { code: '000000' } }))).toBe('wrong_code');
    const confirmed = await as(admin, '/v1/me/totp/confirm', {
      body: { code: totpOf(new URL(uri).searchParams.get('secret') ?? '') },
    });
    expect(confirmed.status).toBe(200);
    const renewed = cookieOf(confirmed.headers);
    const me = await as(renewed, '/v1/me');
    expect(me.body).toMatchObject({ totpMissing: false, person: { totp: true } });
    expect((await as(renewed, '/v1/chains')).status).toBe(200);

    const { email } = me.body.person as { email: string };
    const first = await door('sign-in', { email, password: PASSWORD });
    expect(first.body).toEqual({ totp: true });
    const half = cookieOf(first.headers);
    expect((await as(half, '/v1/me')).status).toBe(401);
    expect(code(await door('totp', { code: '000000' }, { Cookie: half }))).toBe('wrong_code');
    const second = await door('totp', { code: codes[0] }, { Cookie: half });
    expect(second.status).toBe(200);
    expect((await as(cookieOf(second.headers), '/v1/chains')).status).toBe(200);

    // Who has lost it, and the spare codes too, is helped by an admin.
    const { id } = me.body.person as { id: string };
    const freed = await rig.call(`/v1/people/${id}/totp`, { method: 'DELETE' });
    expect(freed.body).toMatchObject({ totp: false });
    expect((await as(cookieOf(second.headers), '/v1/me')).status).toBe(401);
    expect((await door('sign-in', { email, password: PASSWORD })).body).toEqual({ totp: false });
  } finally {
    await rig.call('/v1/settings', { method: 'PUT', body: { totpRequired: false } });
  }
});
