import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { HOUR } from '#core/clock.ts';
import { email, line, pause } from '#setup/testing/graphs.ts';
import { createRig, type Rig } from '#setup/testing/rig.ts';
import { askCode } from '#store/codes.ts';
import { recordConsent } from '#store/consents.ts';
import { enterChains } from '#store/crossings.ts';
import { recordContacts } from '#store/elsewhere.ts';
import { eraseCustomer, scrubErased } from '#store/erasure.ts';
import { oweMail } from '#store/owed.ts';
import { writeHouseholdField } from '#store/settings.ts';
import { suppress } from '#store/suppressions.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await createRig();
});
beforeEach(() => rig.clear());
afterAll(() => rig.drop());

const NAMES = ['marie', 'dupont', '0612345678', 'rue des lilas'];

/** Every column of every table that can hold text and does hold one of the names. */
async function traces(names: readonly string[]): Promise<string[]> {
  const { rows: columns } = await sql<{ table: string; column: string }>`
    select c.table_name as table, c.column_name as column from information_schema.columns c
    join pg_class k on k.relname = c.table_name and k.relkind in ('r', 'p') and not k.relispartition
    where c.table_schema = 'public' and (c.data_type in ('text', 'jsonb', 'json', 'character varying', 'ARRAY', 'inet', 'tsvector'))
    order by 1, 2`.execute(rig.db);
  expect(columns.length).toBeGreaterThan(80);
  const found: string[] = [];
  for (const { table, column } of columns) {
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from ${sql.table(table)}
      where ${sql.ref(column)}::text ilike any(${names.map((name) => `%${name}%`)}::text[])`.execute(rig.db);
    if (rows[0]!.n > 0) found.push(`${table}.${column}`);
  }
  return found;
}

/** Somebody who has left a trace wherever one can be left. */
async function marie() {
  const { db } = rig;
  const now = rig.clock.now();
  const at = new Date(now);
  const { version, chain } = await rig.publish(line('Go', [email('a'), pause('p', 86_400)]));
  await writeHouseholdField(db, now, 'address.street');
  const traits = {
    ...{ email: 'marie.dupont@mail.example', phone: '+33 0612345678', first_name: 'Marie' },
    address: { street: '3 rue des Lilas' },
  };
  const [enrolment] = await rig.enter(version, ['marie'], {
    ...{ traits, messageId: 'go-marie', zone: 'Europe/Paris', properties: { name: 'Marie Dupont' } },
  });
  const { customer, month } = await db
    .selectFrom('enrolments')
    .select(['customer', 'month'])
    .where('id', '=', enrolment!)
    .executeTakeFirstOrThrow();
  await rig.deliver([enrolment!]);
  await sql`update touches set response = '550 marie.dupont@mail.example is not known'`.execute(db);
  const key = { month, enrolment: enrolment!, step: 7, visit: 1 };
  await db
    .insertInto('tasks')
    .values({
      ...{ ...key, customer, chain, kind: 'letter', due: at, created_at: at, note: 'Mme Dupont rappelle' },
      ...{ title: 'Write to Marie', body: 'Marie Dupont, 3 rue des Lilas' },
    })
    .execute();
  await sql`insert into attention (month, enrolment, step, visit, kind, detail, at)
    values (${month}, ${enrolment!}, 7, 1, 'poison', '{"text":"Marie"}', ${at})`.execute(db);
  await sql`update enrolments set key = 'marie', problem = '{"text":"Dupont"}'`.execute(db);
  await db.transaction().execute(async (trx) => {
    await recordConsent(trx, now, {
      ...{ customer, brand: 'default', channel: 'email', given: true, source: 'shop', ip: '192.0.2.99' },
      ...{ wording: 'Marie Dupont agrees', proof: { form: 'marie' }, reference: 'marie-1' },
    });
    await recordContacts(trx, now, {
      contacts: [
        {
          ...{
            source: 'shop',
            reference: 'dupont-1',
            customer,
            channel: 'call',
            class: 'commercial',
            brand: 'default',
          },
          ...{ topics: [], offer: null, weight: 5, outcome: 'done', at: now },
        },
      ],
      by: 'key_1',
    });
    const secret = Buffer.alloc(32, 1);
    const asked = { customer, purpose: 'address' as const, address: 'marie@new.example' };
    await askCode(trx, { clock: rig.clock, secret }, asked);
    await oweMail(trx, now, {
      ...{ customer, brand: 'default', kind: 'address_changed', expiresAt: now + HOUR },
      params: { lang: 'fr', to: 'marie@old.example' },
    });
  });
  await suppress(db, now, [{ kind: 'phone', value: '+33 0612345678', reason: 'manual', by: 'key_1' }]);
  return { customer, enrolment: enrolment! };
}

const erase = (customer: number) =>
  rig.db.transaction().execute((trx) => eraseCustomer(trx, rig.clock.now(), customer));

test('after an erasure no table holds the address, the name or what the person said', async () => {
  const { customer, enrolment } = await marie();
  const before = await traces([...NAMES, '192.0.2.99']);
  for (const column of [
    ...[
      'addresses.value',
      'identities.value',
      'customers.traits',
      'customers.names',
      'customers.household',
      'households.key',
    ],
    ...['events.properties', 'events.message_id', 'event_dedupe.message_id', 'enrolments.entry', 'enrolments.key'],
    ...['enrolments.problem', 'touches.response', 'tasks.title', 'tasks.body', 'tasks.note', 'attention.detail'],
    ...['consent_records.wording', 'consent_records.proof', 'consent_records.reference', 'consent_records.ip'],
    ...['contacts_elsewhere.reference', 'proof_codes.address', 'mails_owed.params'],
  ])
    expect(before).toContain(column);
  const wakes = await erase(customer);
  expect(wakes.map((w) => w.enrolment)).toEqual([enrolment]);
  expect(await traces([...NAMES, '192.0.2.99', 'lilas'])).toEqual([]);
  const row = await rig.db.selectFrom('customers').selectAll().where('id', '=', customer).executeTakeFirstOrThrow();
  expect(row).toMatchObject({ traits: {}, zone: null, household: null, erased_at: new Date(rig.clock.now()) });
  // What was said stays as a fact of the ledger, and the contacts as numbers.
  expect(await rig.db.selectFrom('consent_records').selectAll().execute()).toMatchObject([
    { channel: 'email', given: true, ip: null, wording: null },
  ]);
  expect((await rig.pressure()).length).toBe(2);
});

test('whoever imports the person anew does not write to them, save what is owed', async () => {
  const { customer } = await marie();
  await erase(customer);
  const enter = async (graph: unknown, name: string) => {
    const { version } = await rig.publish(graph);
    const traits = { email: 'Marie.Dupont@MAIL.example' };
    return rig.enter(version, ['marie'], { traits, name });
  };
  const [again] = await enter(line('Back', [email('a')]), 'Back');
  await rig.deliver([again!]);
  const [owed] = await enter(line('Owed', [email('a', { class: 'service' })]), 'Owed');
  const sent = rig.hands.got.length;
  await rig.deliver([owed!]);
  expect(rig.hands.got.length).toBe(sent + 1);
  const touches = await rig.touches();
  expect(touches.find((t) => t.enrolment === again)).toMatchObject({ state: 'skipped', reason: 'suppressed' });
  const row = await rig.db.selectFrom('enrolments').select('customer').where('id', '=', again!).executeTakeFirst();
  expect(row?.customer).not.toBe(customer);
});

test('others of the household keep theirs, and a telephone they share is not silenced', async () => {
  const { customer } = await marie();
  const shared = { email: 'paul@mail.example', phone: '+33 1', address: { street: '3 rue des Lilas' } };
  const [paul] = await rig.take(rig.call('paul', { traits: shared }));
  await rig.db.updateTable('addresses').set({ value: '+33 1' }).where('kind', '=', 'phone').execute();
  await erase(customer);
  expect(await rig.db.selectFrom('households').selectAll().execute()).toHaveLength(1);
  const kept = await rig.db.selectFrom('addresses').select('value').where('customer', '=', paul!.customer).execute();
  expect(kept.map((a) => a.value).sort()).toEqual(['+33 1', 'paul@mail.example']);
  const silenced = await rig.db.selectFrom('suppressions').select(['kind', 'reason', 'hint']).execute();
  expect(silenced).toContainEqual({ kind: 'email', reason: 'erased', hint: '…' });
  expect(silenced.filter((s) => s.kind === 'phone' && s.reason === 'erased')).toEqual([]);
});

test('an address that was dead before stays dead, for service too', async () => {
  const { customer } = await marie();
  const dead = { kind: 'email', value: 'marie.dupont@mail.example', reason: 'hard_bounce' as const, by: null };
  await suppress(rig.db, rig.clock.now(), [dead]);
  await erase(customer);
  const rows = () => rig.db.selectFrom('suppressions').select(['reason', 'hint']).where('kind', '=', 'email').execute();
  expect(await rows()).toEqual([{ reason: 'hard_bounce', hint: '…' }]);
  await suppress(rig.db, rig.clock.now(), [{ ...dead, reason: 'manual' }]);
  expect(await rows()).toEqual([{ reason: 'hard_bounce', hint: '…' }]);
});

test('erasing twice is erasing once, and what was written behind it goes at the next look', async () => {
  const { customer } = await marie();
  await erase(customer);
  const at = rig.clock.now();
  rig.pass(HOUR);
  expect(await erase(customer)).toEqual([]);
  const row = await rig.db.selectFrom('customers').select('erased_at').where('id', '=', customer).executeTakeFirst();
  expect(row?.erased_at).toEqual(new Date(at));
  await sql`update tasks set title = 'Call Marie', state = 'open', closed_at = null`.execute(rig.db);
  await scrubErased(rig.db, rig.clock.now());
  expect(await traces(NAMES)).toEqual([]);
  expect(await rig.db.selectFrom('tasks').select('state').execute()).toEqual([{ state: 'cancelled' }]);
});

test('an event that was on its way while its customer was erased is somebody new’s', async () => {
  const { customer } = await marie();
  const taken = await rig.db.transaction().execute(async (trx) => {
    await eraseCustomer(trx, rig.clock.now(), customer);
    // Resolved to the customer before the erasure is committed, it waits for the lock.
    const waiting = rig.take(rig.call('marie', { traits: { email: 'marie@again.example' } }));
    await waitForLock();
    return { waiting };
  });
  const [result] = await taken.waiting;
  expect(result?.customer).not.toBe(customer);
  const kept = await rig.db.selectFrom('addresses').select('customer').execute();
  expect(kept).toEqual([{ customer: result?.customer }]);
});

test('a burst that was under way takes nobody who was erased into another chain', async () => {
  const { customer, enrolment } = await marie();
  const { chain, version } = await rig.publish(line('Other', [email('a')]));
  await erase(customer);
  const crossing = { customer, from: { enrolment, step: 1, visit: 1 }, chain, entry: { name: 'Marie' } };
  const deps = { plans: rig.plans, seats: rig.seats, now: rig.clock.now() };
  expect(await enterChains(rig.db, [crossing], deps)).toEqual([]);
  expect(await rig.db.selectFrom('enrolments').where('version', '=', version).selectAll().execute()).toEqual([]);
});

async function waitForLock(): Promise<void> {
  for (;;) {
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`.execute(rig.db);
    if (rows[0]!.n > 0) return;
  }
}
