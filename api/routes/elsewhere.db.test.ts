import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { numberOf } from '#api/ids.ts';
import { createRig, type Rig } from '#api/testing/rig.ts';
import { DAY } from '#core/clock.ts';
import { setPolicy } from '#store/policies.ts';

let rig: Rig;
let users = 0;
beforeAll(async () => {
  rig = await createRig();
});
afterAll(() => rig.drop());
beforeEach(async () => {
  await setPolicy(rig.db, rig.now(), { rules: { rules: [{ id: 'week', kind: 'cap', max: 1, days: 7 }] } });
});

/** A customer of their own for each test. */
async function somebody() {
  users += 1;
  const userId = `elsewhere-${users}`;
  await rig.call('/v1/identify', { body: { userId, traits: { email: `${userId}@shop.example` } } });
  const found = await rig.call('/v1/customers/lookup', { body: { userId } });
  const customer = (found.body.items as { id: string }[])[0]!.id;
  return { userId, customer };
}

const iso = (ms: number) => new Date(ms).toISOString();
const visit = (userId: string, more = {}) => ({
  ...{ source: 'shop', reference: `r-${userId}`, userId, channel: 'call', class: 'commercial', at: iso(rig.now()) },
  ...more,
});
const record = (...contacts: object[]) => rig.call('/v1/touches', { body: { contacts } });
const ask = (path: string, customer: string, more = {}) =>
  rig.call(`/v1/policy/${path}`, { body: { customer, channel: 'email', class: 'commercial', ...more } });

describe('a contact made elsewhere', () => {
  test('counts like ours, once however often it is told, and no more when it is cancelled', async () => {
    const { userId, customer } = await somebody();
    expect((await ask('check', customer)).body).toMatchObject({ verdict: 'send' });
    const first = await record(visit(userId));
    expect(first).toMatchObject({ status: 201, body: { items: [{ customer, repeated: false }] } });
    expect((await record(visit(userId))).body.items).toMatchObject([{ repeated: true }]);
    expect(await rig.db.selectFrom('pressure').selectAll().where('channel', '=', 'call').execute()).toHaveLength(1);
    expect((await ask('check', customer)).body).toMatchObject({
      verdict: 'hold',
      until: iso(rig.now() + 7 * DAY),
      sentence: expect.stringContaining('the limit of 1 contact in 7 days is reached'),
    });
    const { id } = (first.body.items as { id: string }[])[0]!;
    expect((await rig.call(`/v1/contacts/${id}`, { method: 'DELETE' })).body).toMatchObject({ cancelled: true });
    expect((await ask('check', customer)).body).toMatchObject({ verdict: 'send' });
    expect((await rig.call(`/v1/contacts?customer=${customer}`)).body.items).toMatchObject([
      { id, cancelledAt: expect.any(String) },
    ]);
  });

  test('in which an offer was refused keeps it from being made again on any channel', async () => {
    const { userId, customer } = await somebody();
    await record(visit(userId, { class: 'service', offer: 'care', outcome: 'refused' }));
    expect((await ask('check', customer, { offer: 'care' })).body).toMatchObject({
      verdict: 'skip',
      reason: 'offer_refused',
    });
    expect((await ask('check', customer, { offer: 'wine' })).body).toMatchObject({ verdict: 'send' });
  });

  test('of a stranger, to come, or on a channel that is none is refused, and the others with it', async () => {
    const { userId } = await somebody();
    const bad = await record(
      visit(userId),
      visit('nobody'),
      visit(userId, { reference: 'x', at: iso(rig.now() + DAY) }),
    );
    expect(bad).toMatchObject({
      status: 422,
      body: {
        problems: [
          { code: 'unknown_customer', field: 'contacts.1.userId' },
          { code: 'in_future', field: 'contacts.2.at' },
        ],
      },
    });
    expect((await record(visit(userId, { channel: 'pigeon' }))).status).toBe(400);
    const { rows } = { rows: (await rig.call('/v1/contacts')).body.items as { reference: string }[] };
    expect(rows.map((row) => row.reference)).not.toContain(`r-${userId}`);
  });
});

describe('a check', () => {
  test('writes nothing: neither a touch, nor a contact, nor a booking', async () => {
    const { customer } = await somebody();
    const count = async () => {
      const tables = ['touches', 'pressure', 'contacts_elsewhere', 'reservations'] as const;
      const rows = await Promise.all(tables.map((table) => rig.db.selectFrom(table).selectAll().execute()));
      return rows.map((found) => found.length);
    };
    const before = await count();
    expect((await ask('check', customer)).body).toMatchObject({ verdict: 'send' });
    expect(await count()).toEqual(before);
  });

  test('asks for an address, and a booking does not: whoever makes the contact has it', async () => {
    await rig.call('/v1/identify', { body: { userId: 'no-address', traits: { city: 'Lyon' } } });
    const found = await rig.call('/v1/customers/lookup', { body: { userId: 'no-address' } });
    const customer = (found.body.items as { id: string }[])[0]!.id;
    expect((await ask('check', customer)).body).toMatchObject({ verdict: 'skip', reason: 'no_address' });
    expect((await ask('reserve', customer)).body).toMatchObject({ verdict: 'send' });
  });
});

describe('a test customer', () => {
  test('is exempt from the caps, and what it gets is recorded and never counted', async () => {
    const { userId, customer } = await somebody();
    const mark = (test: boolean) => rig.call(`/v1/customers/${customer}/test`, { method: 'PUT', body: { test } });
    await record(visit(userId));
    expect((await ask('check', customer)).body).toMatchObject({ verdict: 'hold' });
    expect((await mark(true)).body).toMatchObject({ test: true });
    expect((await ask('check', customer)).body).toMatchObject({ verdict: 'send' });
    const booked = await ask('reserve', customer);
    const confirmed = await rig.call(`/v1/reservations/${booked.body.reservation}/confirm`, { body: {} });
    await record(visit(userId, { reference: 'while-test' }));
    const contacts = await rig.call(`/v1/contacts?customer=${customer}`);
    expect((contacts.body.items as object[]).length).toBe(3);
    const id = numberOf('customer', customer)!;
    const counted = () => rig.db.selectFrom('pressure').selectAll().where('customer', '=', id).execute();
    expect(await counted()).toHaveLength(1);
    const { body } = await rig.call(`/v1/customers/${customer}/timeline`);
    const shown = (body.items as { kind: string; data: { contact?: string } }[]).filter((m) => m.kind === 'contact');
    expect(shown.map((m) => m.data.contact)).toContain(confirmed.body.contact);
    await mark(false);
    expect((await ask('check', customer)).body).toMatchObject({ verdict: 'hold' });
    const deeds = await rig.db.selectFrom('audit').select('action').where('subject', '=', customer).execute();
    expect(deeds.map((d) => d.action)).toEqual(['customer.test', 'customer.real']);
  });

  test('nobody knows, or an answer that is neither yes nor no, is refused', async () => {
    const { customer } = await somebody();
    const put = (id: string, body: object) => rig.call(`/v1/customers/${id}/test`, { method: 'PUT', body });
    expect((await put('cus_zzz9', { test: true })).status).toBe(404);
    expect((await put(customer, { test: 'yes' })).status).toBe(400);
  });
});

describe('a reservation', () => {
  test('counts at once, becomes a contact when confirmed, and confirming twice is once', async () => {
    const { customer } = await somebody();
    const booked = await ask('reserve', customer, { ttlSeconds: 600 });
    expect(booked).toMatchObject({ status: 201, body: { verdict: 'send', expiresAt: iso(rig.now() + 600_000) } });
    expect((await ask('reserve', customer)).body).toMatchObject({ verdict: 'hold', reservation: null });
    const confirm = () =>
      rig.call(`/v1/reservations/${booked.body.reservation}/confirm`, { body: { outcome: 'reached' } });
    const first = await confirm();
    expect(first.body).toMatchObject({ state: 'confirmed', contact: expect.stringMatching(/^cnt_/) });
    expect((await confirm()).body).toEqual(first.body);
    rig.pass(DAY);
    expect((await ask('check', customer)).body).toMatchObject({ verdict: 'hold' });
  });

  test('that is released, or has run out, counts no more', async () => {
    const { customer } = await somebody();
    const one = await ask('reserve', customer, { ttlSeconds: 600 });
    await rig.call(`/v1/reservations/${one.body.reservation}/release`, { method: 'POST' });
    const two = await ask('reserve', customer, { ttlSeconds: 600 });
    expect(two.body).toMatchObject({ verdict: 'send' });
    rig.pass(601_000);
    expect((await ask('check', customer)).body).toMatchObject({ verdict: 'send' });
    const late = await rig.call(`/v1/reservations/${two.body.reservation}/confirm`, { body: {} });
    expect(late).toMatchObject({ status: 409, body: { problems: [{ code: 'already_expired' }] } });
  });

  test('asked for by many at once is given to no more than the cap allows', async () => {
    const { customer } = await somebody();
    const answers = await Promise.all(Array.from({ length: 12 }, () => ask('reserve', customer)));
    expect(answers.filter((a) => a.body.reservation !== null)).toHaveLength(1);
  });

  test('that is to last longer than a day, or of a customer who is not there, is refused', async () => {
    const { customer } = await somebody();
    expect((await ask('reserve', customer, { ttlSeconds: 90_000 })).status).toBe(400);
    expect((await ask('reserve', 'cus_zzz9')).status).toBe(404);
    expect((await rig.call('/v1/reservations/rsv_zzz9/release', { method: 'POST' })).status).toBe(404);
  });
});
