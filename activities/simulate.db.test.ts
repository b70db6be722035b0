/** The try-out tells the truth: the same person with the same happenings walks the gallery live and in memory. */
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createAdvance } from '#activities/advance.ts';
import { createDeliver } from '#activities/deliver.ts';
import { galleryGraph } from '#chains/index.ts';
import { compile } from '#core/compile.ts';
import type { Json } from '#core/facts.ts';
import type { Graph } from '#core/graph.ts';
import type { MemberTuple } from '#core/member.ts';
import { personaOf } from '#core/persona.ts';
import { DEFAULT_POLICY } from '#core/policy/index.ts';
import { type Happening, simulate } from '#core/simulate.ts';
import { createRig, fakeHands, type Rig, START_TIME } from '#setup/testing/rig.ts';
import { setPolicy } from '#store/policies.ts';

const DAY = 86_400_000;
let rig: Rig;
beforeAll(async () => {
  rig = await createRig();
});
beforeEach(() => rig.clear());
afterAll(() => rig.drop());

type Story = {
  graph: Graph;
  event: string;
  properties?: Record<string, Json>;
  later?: Happening[];
  /** Nobody is contacted. */
  silent?: boolean;
};

const at = (days: number) => START_TIME + days * DAY;
const later = (days: number, event: string, properties: Record<string, Json> = {}): Happening => ({
  ...{ kind: 'event', at: at(days), event, properties },
});

/** Tasks stay open here: closing them is a person's deed. */
const STORIES: Record<string, Story> = {
  'the classic chain of a customer who does nothing': { graph: galleryGraph('classic'), event: 'Order Completed' },
  'the classic chain of one whose contract is renewed at J+20': {
    ...{ graph: galleryGraph('classic'), event: 'Order Completed' },
    later: [later(20, 'Contract Renewed')],
  },
  'the basket that stays': {
    graph: galleryGraph('basket'),
    event: 'Product Added',
    properties: { cart_id: 'c1', product_id: 'p1', price: 40 },
  },
  'the basket that is bought after an hour': {
    ...{ graph: galleryGraph('basket'), event: 'Product Added', properties: { cart_id: 'c1', price: 40 } },
    later: [later(1 / 24, 'Order Completed', { cart_id: 'c1' })],
    silent: true,
  },
  'the sign-up that is never confirmed': { graph: galleryGraph('signup'), event: 'Newsletter Subscribed' },
  'two letters that nobody answers': { graph: galleryGraph('letters'), event: 'Brochure Requested' },
  'the appointment of next week': {
    graph: galleryGraph('appointment'),
    event: 'Appointment Booked',
    properties: { appointment_id: 'a1', starts_at: new Date(at(7)).toISOString() },
  },
};

test.each(Object.keys(STORIES))('%s: live and tried out agree to the contact', async (name) => {
  const story = STORIES[name]!;
  const entry = story.graph.steps.find(({ type }) => type === 'entry')!.data.event as string;
  const compiled = compile(story.graph);
  if ('problems' in compiled) throw new Error(JSON.stringify(compiled.problems));
  const closes = Object.fromEntries(story.graph.steps.map(({ id }) => [id, null]));
  await setPolicy(rig.db, START_TIME, { rules: DEFAULT_POLICY });
  const live = await walkLive({ ...story, event: entry });
  const walked = await simulate({
    ...{ plan: compiled.plan, policy: { version: live.policy, ...DEFAULT_POLICY }, start: START_TIME, closes },
    entry: { event: entry, properties: story.properties ?? {} },
    // One in twenty is drawn into the classic chain's control group: then the try-out is told so.
    persona: {
      ...personaOf('new', START_TIME),
      ...{ consents: [], purchases: [], postal: null, locale: 'en', control: live.control },
    },
    happenings: story.later ?? [],
    company: { zone: 'Europe/Paris', country: 'FR' },
    ...{ chain: live.chain, customer: live.customer },
  });
  const contacts = new Map<string, string>();
  for (const m of walked.moments) {
    if (m.kind !== 'contact') continue;
    const reason = m.record.verdict.kind === 'send' ? '' : m.record.verdict.reason;
    contacts.set(`${m.step} ${m.visit}`, `${m.step} ${m.became} ${reason} ${new Date(m.due).toISOString()}`);
  }
  // Who buys within the hour is never written to: that is what the chain is for.
  expect(live.contacts.length > 0).toBe(story.silent !== true);
  expect([...contacts.values()].sort()).toEqual(live.contacts.sort());
  expect(walked.ended).toBe(live.outcome);
});

async function walkLive({ graph, event, properties = {}, later: coming = [] }: Story) {
  const published = await rig.publish(graph);
  const hands = fakeHands('email', 10);
  const tasks = fakeHands('task', 10);
  tasks.answer = () => ({ kind: 'handed', response: 'listed', completed: false });
  const { db, clock, plans, seats, signaller } = rig;
  const deliver = createDeliver({
    ...{ db, clock, plans, adapters: { email: hands, task: tasks }, gate: () => true, worker: 'test' },
  });
  const advance = createAdvance({
    ...{ db, clock, plans, seats, signaller, deliver, poisoned: (_, error) => Promise.reject(error) },
    company: { zone: 'Europe/Paris', country: 'FR' },
  });
  const traits = { email: 'claire@example.test', phone: '+33612345678', firstName: 'Claire', lastName: 'Martin' };
  const base = { traits, zone: 'Europe/Paris', country: 'FR', locale: 'en' };
  const [enrolment] = await rig.enter(published.version, ['claire'], { ...base, name: event, properties });
  const { salt } = await db
    .selectFrom('chains')
    .select('salt')
    .where('id', '=', published.chain)
    .executeTakeFirstOrThrow();
  const row = await db.selectFrom('enrolments').selectAll().where('id', '=', enrolment!).executeTakeFirstOrThrow();
  let members: MemberTuple[] = [[row.id, row.customer, row.step, row.visit, row.phase, +row.due, row.rev]];
  const left = [...coming];
  while (members.length > 0 && clock.now() < START_TIME + 1_000 * DAY) {
    members = (await advance({ members } as never)).members;
    const due = members[0]?.[5] ?? clock.now();
    const next = Math.min(Math.max(due, clock.now() + 1), left[0]?.at ?? Number.POSITIVE_INFINITY);
    if (members.length === 0) break;
    rig.pass(next - clock.now());
    while (left[0] && left[0].at <= clock.now()) {
      const said = left.shift()!;
      if (said.kind === 'event') {
        await rig.take(rig.call('claire', { traits: {}, name: said.event, properties: said.properties ?? {} }));
      }
    }
  }
  const { rows } = await sql<{ step_id: string; visit: number; state: string; reason: string | null; due: Date }>`
    select step_id, visit, state, reason, due from touches where enrolment = ${row.id}`.execute(db);
  const BECAME: Record<string, string> = { handed: 'sent' };
  const { outcome } = await db
    .selectFrom('enrolments')
    .select('outcome')
    .where('id', '=', row.id)
    .executeTakeFirstOrThrow();
  const { policy } = await db
    .selectFrom('policies')
    .select((eb) => eb.fn.max('version').as('policy'))
    .executeTakeFirstOrThrow();
  return {
    contacts: rows.map((t) => `${t.step_id} ${BECAME[t.state] ?? t.state} ${t.reason ?? ''} ${t.due.toISOString()}`),
    ...{
      outcome,
      control: row.control as 'chain' | null,
      customer: row.customer,
      policy,
      chain: { id: published.chain, salt },
    },
  };
}
