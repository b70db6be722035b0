import { type ParsedMail, simpleParser } from 'mailparser';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createEmail } from '#activities/channels/email.ts';
import { createOwed } from '#activities/owed/send.ts';
import { createRig, type Rig } from '#api/testing/rig.ts';
import { enterLetters, putTask } from '#api/testing/scene.ts';
import { HOUR } from '#core/clock.ts';
import { type Sink, startSink } from '#setup/testing/sink.ts';
import { signHolder } from '#store/token.ts';

const MINUTE = 60_000;

let rig: Rig;
let sink: Sink;
let send: () => Promise<number>;
let close: () => Promise<void>;
beforeAll(async () => {
  rig = await createRig();
  sink = await startSink({ keepRaw: 50 });
  const adapter = createEmail({
    ...{ url: sink.url, connections: 2, from: '"Shop" <hello@shop.example>', domain: 'shop.example', instance: 'test' },
    unsubscribeUrl: () => 'https://jalon.example/u/x',
    preferencesUrl: (customer, brand) => `https://jalon.example/p/${signHolder(rig.deps.secret, { customer, brand })}`,
    monotonic: () => performance.now(),
  });
  send = createOwed({ db: rig.db, clock: rig.deps.clock, adapter, gate: () => true });
  close = () => adapter.close();
});
beforeEach(async () => {
  await send();
  sink.reset();
});
afterAll(async () => {
  await close();
  await sink.stop();
  await rig.drop();
});

async function person(user: string) {
  const scene = await enterLetters(rig, user);
  const customer = scene.customerNumber;
  const path = `/p/${signHolder(rig.deps.secret, { customer, brand: 'default' })}`;
  const post = (form: Record<string, string>, headers = {}) =>
    rig.app.request(`${path}/data`, {
      method: 'POST',
      body: new URLSearchParams(form).toString(),
      headers: { 'Content-Type': 'application/x-www-form-urlencoded', ...headers },
    });
  const ask = (purpose: string, more = {}) => post({ do: 'ask', for: purpose, ...more });
  const prove = (purpose: string, code: string) => post({ do: 'prove', for: purpose, code });
  /** Asks, and reads the code out of the mail. */
  const codeFor = async (purpose: string, more = {}) => {
    expect((await ask(purpose, more)).status).toBe(200);
    return codeIn(await mail());
  };
  const address = async () =>
    (await rig.db.selectFrom('addresses').select('value').where('customer', '=', customer).execute())[0]?.value;
  return { scene, customer, path, post, ask, prove, codeFor, address };
}

/** The one mail that was owed. */
async function mail(): Promise<ParsedMail> {
  const before = sink.count();
  expect(await send()).toBe(1);
  expect(sink.count()).toBe(before + 1);
  return simpleParser(sink.raw().at(-1)!);
}
const codeIn = ({ text }: ParsedMail) => /^\s*(\d{6})\s*$/m.exec(text ?? '')?.[1] ?? 'no code';
const toOf = (parsed: ParsedMail) => sink.messages().at(-1)?.to ?? parsed.subject;
const other = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0');

test('the page offers the three, and opening it or the page for the code asks for nothing', async () => {
  const { path } = await person('reader');
  const page = await (await rig.app.request(path)).text();
  for (const name of ['Download your data', 'Change your e-mail address', 'Erase everything'])
    expect(page).toContain(name);
  const french = await (await rig.app.request(path, { headers: { 'Accept-Language': 'fr' } })).text();
  expect(french).toContain('Tout effacer');
  const form = await rig.app.request(`${path}/data?for=erase`);
  expect(form.status).toBe(200);
  expect(form.headers.get('cache-control')).toBe('no-store');
  expect(await form.text()).toContain('This cannot be undone.');
  expect((await rig.app.request(`${path}/data`)).headers.get('location')).toBe(`${path}#data`);
  expect(await send()).toBe(0);
});

test('download: a code by mail, then a file with all that is theirs and nothing of anybody else', async () => {
  const zoe = await person('zoe');
  const neighbour = await person('neighbour');
  await putTask(rig, zoe.scene);
  await rig.db
    .updateTable('touches')
    .set({ handed_at: new Date(rig.now()), decision: '{"secret":"rival"}' })
    .execute();
  await rig.call(`/v1/customers/${zoe.scene.customer}/consents`, {
    body: { channel: 'email', given: true, source: 'shop', wording: 'Yes, write to me', ip: '192.0.2.7' },
  });
  expect((await zoe.ask('download')).status).toBe(200);
  const parsed = await mail();
  expect(toOf(parsed)).toBe('zoe@shop.example');
  expect(parsed.subject).toBe('Your code to download your data – Default');
  expect(parsed.text).toContain(`https://jalon.example${zoe.path}/data?for=download`);
  expect(parsed.html).toContain(codeIn(parsed));
  const answer = await zoe.prove('download', ` ${codeIn(parsed).slice(0, 3)} ${codeIn(parsed).slice(3)} `);
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-disposition')).toBe('attachment; filename="my-data.json"');
  expect(answer.headers.get('cache-control')).toBe('no-store');
  const text = await answer.text();
  expect(JSON.parse(text)).toMatchObject({
    addresses: [{ kind: 'email', value: 'zoe@shop.example' }],
    identities: [{ kind: 'user', value: 'zoe' }],
    consents: [{ channel: 'email', given: true, wording: 'Yes, write to me', ip: '192.0.2.7' }],
    events: [{ name: 'Brochure Requested' }],
    enrolments: [{ state: 'live' }],
    contacts: [{ channel: 'task', class: 'commercial' }],
    tasks: [{ title: 'Send the brochure', state: 'open' }],
  });
  expect(text).not.toContain('neighbour');
  expect(text).not.toContain('rival');
  expect(await neighbour.address()).toBe('neighbour@shop.example');
});

test('a wrong code is counted, the fifth kills the code, and the right one comes too late', async () => {
  const { codeFor, prove } = await person('fumbler');
  const code = await codeFor('erase');
  for (const left of ['4 tries are', '3 tries are', '2 tries are', 'One try is']) {
    const answer = await prove('erase', other(code));
    expect(answer.status).toBe(422);
    expect(await answer.text()).toContain(`${left} left`);
  }
  expect((await prove('erase', 'nonsense')).status).toBe(429);
  const late = await prove('erase', code);
  expect(late.status).toBe(429);
  expect(await late.text()).toContain('Too many tries');
});

test('many tries at once are counted one by one', async () => {
  const { codeFor, prove } = await person('racer');
  const code = await codeFor('download');
  const tries = await Promise.all(Array.from({ length: 12 }, () => prove('download', other(code))));
  expect(tries.map((t) => t.status).sort()).toEqual([...Array(4).fill(422), ...Array(8).fill(429)]);
  const twice = await person('clicker');
  const right = await twice.codeFor('download');
  const both = await Promise.all([twice.prove('download', right), twice.prove('download', right)]);
  expect(both.map((t) => t.status).sort()).toEqual([200, 410]);
});

test('a code works for a quarter of an hour, once, for what it was asked for and for who asked', async () => {
  const ann = await person('ann');
  const bob = await person('bob');
  const code = await ann.codeFor('download');
  expect((await ann.prove('erase', code)).status).toBe(410);
  expect((await bob.prove('download', code)).status).toBe(410);
  const bobs = await bob.codeFor('download');
  expect((await ann.prove('download', bobs === code ? other(code) : bobs)).status).toBe(422);
  rig.pass(15 * MINUTE - 1);
  expect((await ann.prove('download', code)).status).toBe(200);
  const replayed = await ann.prove('download', code);
  expect(replayed.status).toBe(410);
  expect(await replayed.text()).toContain('It was used already');
  rig.pass(1);
  expect((await bob.prove('download', bobs)).status).toBe(410);
});

test('a newer code takes the place of the one before', async () => {
  const { codeFor, prove } = await person('impatient');
  const first = await codeFor('download');
  const second = await codeFor('download');
  expect((await prove('download', first === second ? other(second) : first)).status).toBe(422);
  expect((await prove('download', second)).status).toBe(200);
});

test('three codes an hour, whatever for, and never more at once', async () => {
  const { ask } = await person('asker');
  const all = await Promise.all(
    ['download', 'erase', 'download', 'erase', 'download'].map(async (purpose) => (await ask(purpose)).status),
  );
  expect(all.sort()).toEqual([200, 200, 200, 429, 429]);
  const refused = await ask('address', { email: 'new@shop.example' });
  expect(refused.status).toBe(429);
  expect(await refused.text()).toContain('Too many codes');
  rig.pass(HOUR);
  expect((await ask('download')).status).toBe(200);
});

test('whether an address is on file, no answer tells', async () => {
  const known = await person('known');
  const unknown = await person('unknown');
  await rig.db.deleteFrom('addresses').where('customer', '=', unknown.customer).execute();
  const shown = async ({ ask, path }: typeof known) => {
    const answer = await ask('erase');
    return { status: answer.status, text: (await answer.text()).replaceAll(path, '') };
  };
  expect(await shown(unknown)).toEqual(await shown(known));
  expect(await send()).toBe(2);
  expect(sink.messages().map((m) => m.to)).toEqual(['known@shop.example']);
  for (let i = 0; i < 2; i += 1) await unknown.ask('erase');
  expect((await unknown.ask('erase')).status).toBe(429);
});

test('a new address: a code to the one on file, a second to the new one, and the former is told', async () => {
  const { codeFor, prove, address } = await person('mover');
  const first = await codeFor('address', { email: 'Moved@new.example' });
  expect(sink.messages().at(-1)?.to).toBe('mover@shop.example');
  const asked = await prove('address', first);
  expect(await asked.text()).toContain('A second code is on its way to Moved@new.example');
  expect(await address()).toBe('mover@shop.example');
  const confirm = await mail();
  expect(toOf(confirm)).toBe('Moved@new.example');
  // The page stands open to who has the link: it goes to no address that is not known to be theirs.
  expect(confirm.text).not.toContain('/p/');
  expect((await prove('address', codeIn(confirm))).status).toBe(410);
  const done = await prove('confirm', codeIn(confirm));
  expect(await done.text()).toContain('From now on we write to Moved@new.example');
  expect(await address()).toBe('Moved@new.example');
  const notice = await mail();
  expect(toOf(notice)).toBe('mover@shop.example');
  expect(notice.subject).toContain('Your e-mail address was changed');
  expect(notice.text).not.toContain('new.example');
});

test('a mistyped address changes nothing: its code never comes back', async () => {
  const { codeFor, prove, ask, address, customer } = await person('typist');
  expect((await ask('confirm', { email: 'x@new.example' })).status).toBe(400);
  for (const email of ['', 'nobody', 'a@b', 'a@b.example, c@d.example']) {
    const answer = await ask('address', { email });
    expect(answer.status, email).toBe(400);
    expect(await answer.text()).toContain('That is not an e-mail address');
  }
  await prove('address', await codeFor('address', { email: 'tipist@new.example' }));
  await mail();
  expect((await prove('confirm', '')).status).toBe(422);
  rig.pass(15 * MINUTE);
  expect((await prove('confirm', '000000')).status).toBe(410);
  expect(await address()).toBe('typist@shop.example');
  const kept = await rig.db.selectFrom('mails_owed').select('params').where('customer', '=', customer).execute();
  expect(kept.map((row) => row.params)).toEqual([{}, {}]);
});

test('erasure: chains end, tasks close, the page is gone, and the deed is written down', async () => {
  const { scene, customer, codeFor, prove, path } = await person('goner');
  await putTask(rig, scene);
  const code = await codeFor('erase');
  rig.wakes.splice(0);
  const answer = await prove('erase', code);
  expect(answer.status).toBe(200);
  expect(await answer.text()).toContain('Everything is erased');
  expect(rig.wakes).toEqual([{ cohort: scene.cohort, enrolment: scene.enrolmentNumber }]);
  const { body } = await rig.call(`/v1/enrolments/${scene.enrolment}`);
  expect(body).toMatchObject({ state: 'ended', outcome: 'erased' });
  const tasks = await rig.db.selectFrom('tasks').select(['state', 'title']).where('customer', '=', customer).execute();
  expect(tasks).toEqual([{ state: 'cancelled', title: '' }]);
  expect((await rig.app.request(path)).status).toBe(404);
  expect((await rig.app.request(`${path}/data?for=erase`)).status).toBe(404);
  expect((await prove('erase', code)).status).toBe(404);
  const deed = await rig.db.selectFrom('audit').selectAll().where('action', '=', 'customer.erase').execute();
  expect(deed).toMatchObject([{ actor: scene.customer, subject: scene.customer, detail: {} }]);
});

test('a form of another site or of no page of ours does nothing', async () => {
  const { post, path } = await person('target');
  expect((await post({ do: 'ask', for: 'erase' }, { 'Sec-Fetch-Site': 'cross-site' })).status).toBe(403);
  expect((await post({ do: 'ask', for: 'erase' }, { Origin: 'https://bad.example' })).status).toBe(403);
  expect((await post({ do: 'ask', for: 'everything' })).status).toBe(400);
  expect((await post({ for: 'erase' })).status).toBe(400);
  expect((await post({ do: 'ask', for: 'erase' }, { 'Content-Type': 'text/plain' })).status).toBe(415);
  expect((await rig.app.request(`${path}x/data`, { method: 'POST' })).status).toBe(404);
  expect(await send()).toBe(0);
});

test('a code stands in no log, and in no table once it was mailed', async () => {
  const { codeFor, customer, prove } = await person('private');
  const code = await codeFor('download');
  await prove('download', code);
  const rows = [
    ...(await rig.db.selectFrom('mails_owed').selectAll().where('customer', '=', customer).execute()),
    ...(await rig.db.selectFrom('proof_codes').selectAll().where('customer', '=', customer).execute()),
    ...(await rig.db.selectFrom('audit').selectAll().execute()),
  ];
  expect(JSON.stringify(rows)).not.toContain(`"${code}"`);
  expect(rig.lines.join('\n')).not.toContain(code);
  expect(rig.lines.join('\n')).not.toContain('private@shop.example');
});

test('it is said in French to who reads French', async () => {
  const { ask, prove, customer } = await person('lucie');
  await rig.db.updateTable('customers').set({ locale: 'fr-FR' }).where('id', '=', customer).execute();
  const page = await (await ask('address', { email: 'lucie@nouveau.example' })).text();
  expect(page).toContain('<html lang="fr">');
  expect(page).toContain('Code à six chiffres');
  const first = await mail();
  expect(first.subject).toBe('Votre code pour changer d’adresse e-mail – Default');
  await prove('address', codeIn(first));
  const second = await mail();
  expect(second.subject).toBe('Confirmez votre nouvelle adresse e-mail – Default');
  await prove('confirm', codeIn(second));
  expect((await mail()).subject).toBe('Votre adresse e-mail a été changée – Default');
});
