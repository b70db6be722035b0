/**
 * Records what the cohort workflow did on a real server, one history a story, for workflows/replay.test.ts:
 *   node --import tsx setup/testing/record.ts [story …]
 * Run it after a change of the loop that breaks the replay on purpose, before anything was released; once a version
 * runs somewhere, its histories stay as they are and a change goes behind `patched()`.
 */
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { sql } from 'kysely';
import { ROOT } from '#setup/part.ts';
import { startPostgres } from '#setup/postgres.ts';
import { startTemporal } from '#setup/temporal.ts';
import { type Engine, startEngine, tally } from '#setup/testing/engine.ts';
import { email, line, pause } from '#setup/testing/graphs.ts';
import { fakeHands, type Hands } from '#setup/testing/rig.ts';
import { until } from '#setup/testing/until.ts';
import { connect } from '#store/db.ts';
import { migrate } from '#store/migrate.ts';
import { liftStop, putStop } from '#store/stops.ts';

const FOLDER = join(ROOT, 'workflows', 'histories');
/** So few events that a history is continued after a handful of bursts and not after two thousand events. */
const SUGGEST_AFTER = 40;

type Stage = { engine: Engine; hands: Hands };

/** Each leaves its runs behind in Temporal: one file a run, numbered where there are several. */
const STORIES: Record<string, (stage: Stage) => Promise<void>> = {
  /** One customer, three touches, two waits. */
  async alone({ engine }) {
    await engine.publish(line('Go', [email('a'), pause('p', 1), email('b'), pause('q', 1), email('c')]));
    await engine.track('ann', 'Go');
    await ended(engine, 1);
  },

  /** Forty customers who come in four crowds, and meet again at their waits. */
  async crowd({ engine }) {
    await engine.publish(line('Go', [email('a'), pause('p', 2), email('b')]));
    for (let crowd = 0; crowd < 4; crowd += 1) {
      await Promise.all(Array.from({ length: 10 }, (_, i) => engine.track(`u${crowd * 10 + i}`, 'Go')));
      await sent(engine, (crowd + 1) * 10);
    }
    await ended(engine, 40);
  },

  /** Events that end a wait, end the chain, and mean nothing. */
  async events({ engine }) {
    const waiting = { id: 'w', type: 'waitfor', data: { events: [{ event: 'Seen', port: 'seen' }], for: { days: 1 } } };
    const goal = { id: 'goal', type: 'goal', data: { on: [{ event: 'Paid' }] } };
    const graph = line('Go', [waiting, email('a'), pause('p', 86_400), goal]);
    graph.edges = [
      { from: 'entry', port: 'done', to: 'w' },
      { from: 'w', port: 'seen', to: 'a' },
      { from: 'w', port: 'timeout', to: 'end' },
      { from: 'a', port: 'done', to: 'p' },
      { from: 'p', port: 'done', to: 'end' },
    ];
    await engine.publish(graph);
    await engine.track('ann', 'Go');
    await engine.track('bob', 'Go');
    await asleep(engine, 2);
    await engine.track('ann', 'Seen');
    await sent(engine, 1);
    await engine.track('bob', 'Paid');
    await ended(engine, 1);
    await engine.track('ann', 'Paid');
    await ended(engine, 2);
  },

  /** A touch held by a stop, which leaves when the stop is lifted. */
  async held({ engine }) {
    await engine.publish(line('Go', [email('a'), pause('p', 1), email('b')]));
    const stop = await putStop(engine.db, engine.clock.now(), { scope: 'all', target: '', reason: null, by: 'test' });
    await engine.track('ann', 'Go');
    const held = () =>
      engine.db.selectFrom('touches').select('enrolment').where('state', '=', 'held').executeTakeFirst();
    await until(held, 'the touch to be held');
    await liftStop(engine.db, engine.clock.now(), stop.id, 'test');
    await wakeAll(engine);
    await ended(engine, 1);
  },

  /** A history that grows too long while a burst is on its way: continued with what was not read yet. */
  async continued({ engine, hands }) {
    await engine.publish(line('Go', [email('a'), pause('p', 1), email('b')]));
    let release = () => {};
    const blocked = new Promise<undefined>((resolve) => {
      release = () => resolve(undefined);
    });
    hands.answer = () => blocked as never;
    await engine.track('first', 'Go');
    await until(async () => hands.got.length === 1, 'the first touch to be on the wire');
    for (let i = 0; i < SUGGEST_AFTER / 2; i += 1) {
      await engine.track(`u${i}`, 'Go');
      await engine.signaller.flush();
      // Each in a workflow task of its own.
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    hands.answer = () => undefined;
    release();
    await ended(engine, SUGGEST_AFTER / 2 + 1);
  },

  /** A member that has ended is asked for once more: its cohort begins again, finds nobody, and ends. */
  async empty({ engine }) {
    await engine.publish(line('Go', [email('a')]));
    await engine.track('ann', 'Go');
    await ended(engine, 1);
    await finished(engine);
    await wakeAll(engine);
    await finished(engine);
  },
};

const count = async (engine: Engine, where: 'ended' | 'asleep') => {
  const { rows } = await sql<{ ended: number; asleep: number }>`
    select count(*) filter (where state = 'ended')::int as ended,
      count(*) filter (where state = 'live' and phase = 1)::int as asleep from enrolments`.execute(engine.db);
  return rows[0]?.[where] ?? 0;
};
const ended = (engine: Engine, n: number) => until(async () => (await count(engine, 'ended')) >= n, `${n} ends`);
const asleep = (engine: Engine, n: number) => until(async () => (await count(engine, 'asleep')) >= n, `${n} asleep`);
const sent = (engine: Engine, n: number) =>
  until(async () => {
    const row = await engine.db
      .selectFrom('touches')
      .select((eb) => eb.fn.countAll<number>().as('n'))
      .where('state', '=', 'handed')
      .executeTakeFirst();
    return (row?.n ?? 0) >= n;
  }, `${n} touches`);

async function wakeAll({ db, signaller }: Engine): Promise<void> {
  signaller.wake(await db.selectFrom('enrolments').select(['id as enrolment', 'cohort']).execute());
  await signaller.flush();
}

/** The workflows' runs, oldest first, once none is running any more. */
async function finished({ client, config }: Engine): Promise<{ workflowId: string; runId: string }[]> {
  return until(async () => {
    const runs = [];
    for await (const run of client.workflow.list({ query: `TaskQueue = '${config.temporal.taskQueue}'` }))
      runs.push(run);
    if (runs.length === 0 || runs.some((run) => run.status.name === 'RUNNING')) return null;
    return runs.sort((a, b) => +a.startTime - +b.startTime);
  }, 'all runs to be over');
}

async function record(name: string, urls: { databaseUrl: string; temporalAddress: string }): Promise<void> {
  const hands = fakeHands('email', 50);
  const engine = await startEngine({ ...urls, adapters: { email: hands }, sweepEvery: 3_600_000 });
  try {
    await engine.startWorker();
    await STORIES[name]!({ engine, hands });
    const runs = await finished(engine);
    const total = Object.values(await tally(engine.db)).reduce((sum, n) => sum + n, 0);
    for (const [i, { workflowId, runId }] of runs.entries()) {
      const history = await engine.client.workflow.getHandle(workflowId, runId).fetchHistory();
      const file = `${name}${runs.length > 1 ? i + 1 : ''}.json`;
      await writeFile(join(FOLDER, file), `${neutral(historyToJSON(history), engine)}\n`);
      console.log(`${file}: ${history.events?.length} events, ${total} members`);
    }
  } finally {
    await engine.stop();
  }
}

/** Without the names of the machine and of the process it was recorded on. */
function neutral(history: string, engine: Engine): string {
  const text = JSON.stringify(JSON.parse(history), (key, value) => (key === 'identity' ? 'recorder' : value));
  return text.replaceAll(hostname(), 'recorder').replaceAll(engine.config.temporal.taskQueue, 'recorded');
}

const folder = await mkdtemp(join(tmpdir(), 'jalon-record-'));
await chmod(folder, 0o711);
await mkdir(FOLDER, { recursive: true });
const wanted = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(STORIES);
for (const [i, name] of wanted.entries()) {
  if (!STORIES[name]) throw new Error(`No story ${name}: there are ${Object.keys(STORIES).join(', ')}.`);
  const postgres = await startPostgres({ dataDir: join(folder, `${i}`), durable: false });
  const dynamic = name === 'continued' ? [`limit.historyCount.suggestContinueAsNew=${SUGGEST_AFTER}`] : [];
  const temporal = await startTemporal({ dynamic });
  const store = connect({ url: postgres.url });
  await migrate(store);
  await store.close();
  try {
    await record(name, { databaseUrl: postgres.url, temporalAddress: temporal.address });
  } finally {
    await temporal.stop();
    await postgres.stop();
  }
}
await rm(folder, { recursive: true, force: true });
process.exit(0);
