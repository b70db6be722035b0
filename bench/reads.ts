/** What the editor's pages ask of the API, on a base that has grown for half a year: every read, the first time and again. */
import pino from 'pino';
import { createApi } from '#api/app.ts';
import { BODY_LIMITS } from '#api/deps.ts';
import { idOf, touchId } from '#api/ids.ts';
import type { Aim, Read, Reads } from '#bench/aims.ts';
import { growBase, type Size } from '#bench/grown.ts';
import { median } from '#bench/numbers.ts';
import { openScene } from '#bench/scene.ts';
import { bringUpStand } from '#bench/stand.ts';
import type { Clock } from '#core/clock.ts';
import { pause } from '#setup/process.ts';
import type { Db } from '#store/db.ts';
import { createIntake } from '#store/intake.ts';
import { createKey } from '#store/keys.ts';

type Ask = { name: string; aim: Aim; path: string; body?: unknown };

export async function measureEditor(size: Size, rounds: number): Promise<Reads> {
  const stand = await bringUpStand();
  try {
    const scene = await openScene(stand);
    const { rows } = await growBase(scene.db, scene.clock.now(), size);
    const reads = await measureReads(scene.db, scene.clock, rounds);
    await scene.close();
    return { rows, reads };
  } finally {
    await stand.stop();
  }
}

/** One after the other, as by one person who goes through all pages; each round asks an API of its own. */
export async function measureReads(db: Db, clock: Clock, rounds: number): Promise<Read[]> {
  const { token } = await createKey(db, clock.now(), { name: 'reads', scopes: ['admin'] });
  const asks = await asksOf(db);
  const took = asks.map(() => ({ first: [] as number[], again: [] as number[], bytes: 0 }));
  for (let round = 0; round < rounds; round += 1) {
    const app = await freshApi(db, clock);
    for (const [i, ask] of asks.entries()) {
      const [first, again] = [await time(app, token, ask), await time(app, token, ask)];
      took[i]!.first.push(first.ms);
      took[i]!.again.push(again.ms);
      took[i]!.bytes = first.bytes;
    }
  }
  return asks.map(({ name, aim }, i) => {
    const { first, again, bytes } = took[i]!;
    return { name, aim, first: median(first), again: median(again), bytes };
  });
}

type App = ReturnType<typeof createApi>;

async function freshApi(db: Db, clock: Clock): Promise<App> {
  const signaller = { wake: () => undefined, flush: async () => undefined, failures: () => 0 };
  const unlimited = { perSecond: 1_000_000, burst: 1_000_000 };
  return createApi({
    ...{ db, clock, signaller, intake: createIntake({ db, clock, signaller }) },
    secret: Buffer.alloc(32),
    config: {
      baseUrl: 'https://jalon.example',
      bodyLimits: BODY_LIMITS,
      rateLimits: { events: unlimited, other: unlimited },
    },
    log: pino({ level: 'silent' }),
    ready: async () => true,
  });
}

/** Until the answer is one: what is being counted says so, and is asked again. */
async function time(app: App, token: string, { name, path, body }: Ask): Promise<{ ms: number; bytes: number }> {
  const start = performance.now();
  for (;;) {
    const response = await app.request(`/v1${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const ms = performance.now() - start;
    if (!response.ok) throw new Error(`${name} answered ${response.status}: ${text}`);
    if ((JSON.parse(text) as { at?: unknown }).at !== null) return { ms, bytes: text.length };
    // The count is made by this very process: it must get its turn.
    await pause(5);
  }
}

/** About those of whom most is known: the chain most have entered, the customer who has had most contacts of the newest. */
async function asksOf(db: Db): Promise<Ask[]> {
  const busiest = await db
    .selectFrom('enrolments')
    .select((eb) => ['chain', eb.fn.countAll().as('n')])
    .groupBy('chain')
    .orderBy('n', 'desc')
    .executeTakeFirstOrThrow();
  const newest = db.selectFrom('touches').selectAll().where('chain', '=', busiest.chain).limit(1);
  const touch = await newest.orderBy('month', 'desc').orderBy('enrolment', 'desc').executeTakeFirstOrThrow();
  const passed = await newest.orderBy('month').orderBy('enrolment').orderBy('step').executeTakeFirstOrThrow();
  const task = await db.selectFrom('tasks').select('id').where('state', '=', 'open').limit(1).executeTakeFirstOrThrow();
  const address = db.selectFrom('addresses').select('value').where('customer', '=', touch.customer);
  const email = await address.where('kind', '=', 'email').executeTakeFirstOrThrow();
  const [chain, version, customer, enrolment] = [
    idOf('chain', touch.chain),
    idOf('version', touch.version),
    idOf('customer', touch.customer),
    idOf('enrolment', touch.enrolment),
  ];
  const page = (name: string, path: string, body?: unknown): Ask => ({ name, aim: 'page', path, body });
  const look = (name: string, path: string, body?: unknown): Ask => ({ name, aim: 'look', path, body });
  const search = (what: string, body: object) => page(`search: ${what}`, '/customers/search', body);
  const step = passed.step_id;
  return [
    // The home page stands without them: it asks for them when it does.
    ...[page('home', '/home'), look('places missing', '/places/missing?limit=0')],
    ...[page('shelf', '/chains?limit=50'), page('shelf, by entries', '/chains?sort=entered&limit=50')],
    ...[page('shelves', '/shelves'), page('chain', `/chains/${chain}`), page('first entry', `/chains/${chain}/first`)],
    ...[page('channels', '/channels'), page('variables', '/variables'), page('attributes', '/attributes')],
    page('event names', '/events/catalogue?limit=200'),
    ...[page('versions', `/chains/${chain}/versions?limit=100`), page('publishing', `/chains/${chain}/publishing`)],
    ...[look('moves to the draft', `/chains/${chain}/moves?to=draft`), look('forecast', `/chains/${chain}/forecast`)],
    ...[look('live', `/chains/${chain}/live`), look('live, 7 days', `/chains/${chain}/live?days=7`)],
    look('live, one version', `/chains/${chain}/live?version=${version}`),
    ...[look('results, 90 days', `/chains/${chain}/results`), look('stats', `/chains/${chain}/stats`)],
    look('results, all', `/chains/${chain}/results?from=2000-01-01T00:00:00Z`),
    search('an address', { text: email.value.slice(0, 8) }),
    search('a name', { text: 'Zoé Martin' }),
    search('a common name', { text: 'martin' }),
    search('two letters', { text: 'ma' }),
    search('a telephone number', { text: '+33612' }),
    search('an id', { text: `u${touch.customer}` }),
    search('nobody', { text: 'nobodyiscalledthis' }),
    search('here', { chain, step, at: 'here' }),
    search('due', { chain, step, at: 'due' }),
    search('gone on', { chain, step, at: 'passed' }),
    search('a name in a chain', { chain, text: 'martin' }),
    search('reached the goal', { chain, outcome: 'goal' }),
    ...[page('customer', `/customers/${customer}`), page('timeline', `/customers/${customer}/timeline?limit=30`)],
    page('pressure', `/customers/${customer}/pressure`),
    page('consents', `/customers/${customer}/consents?limit=200`),
    page('enrolments', `/enrolments?customer=${customer}&limit=100`),
    page('suppressed', `/customers/${customer}/suppressions`),
    look('path', `/enrolments/${enrolment}`),
    look('its contacts', `/touches?enrolment=${enrolment}&why=fr&limit=100`),
    look('why', `/touches/${touchId(touch)}/why?lang=fr`),
    ...[page('tasks', '/tasks?state=open&limit=50'), page('tasks done', '/tasks?state=done&limit=50')],
    ...[page('task counts', '/task-counts'), page('task', `/tasks/${idOf('task', task.id)}`)],
    page('tasks of a team', '/tasks?state=open&kind=call&team=Lyon&limit=50'),
    ...[page('health', '/health'), page('outbox', '/outbox'), page('attention', '/attention?limit=50')],
    ...[page('events', '/events?limit=50'), page('events of a name', '/events?name=Order%20Completed&limit=50')],
    page('events of no name', '/events?name=Never%20Seen&limit=50'),
    ...[page('stops', '/stops?limit=200'), page('policy', '/policy?limit=1'), page('capacity', '/policy/capacity')],
    { name: 'policy effects', aim: 'long', path: '/policy/effects' },
    { name: 'curve of answers', aim: 'long', path: '/policy/curve?days=30&within=7&back=90' },
    page('policy tests', '/policy/tests?limit=50'),
    page('suppressions', '/suppressions?limit=50'),
    page('suppression counts', '/suppressions/counts'),
    ...[page('topics', '/topics?limit=200'), page('offers', '/offers?limit=200'), page('templates', '/templates')],
    ...[page('people', '/people'), page('keys', '/keys'), page('audit', '/audit?limit=50'), page('me', '/me')],
  ];
}
