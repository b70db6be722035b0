/** Brings up a whole Jalon on this machine: what the environment does not name is embedded. */
import { connect as connectSocket } from 'node:net';
import { join, resolve } from 'node:path';
import type { Clock } from '#core/clock.ts';
import { type Config, type Environment, readConfig } from '#core/config.ts';
import { startCatcher } from '#setup/catcher.ts';
import { temporalClient } from '#setup/client.ts';
import { type Folder, takeFolder } from '#setup/folder.ts';
import { type Kept, keepUp, type Part } from '#setup/part.ts';
import { startPostgres } from '#setup/postgres.ts';
import { freePort, portIsFree } from '#setup/process.ts';
import { startPrograms } from '#setup/programs.ts';
import { Refusal } from '#setup/refusal.ts';
import { startTemporal } from '#setup/temporal.ts';
import { type Connection, connect } from '#store/db.ts';
import { checkStamp, loadClock, saveClock } from '#store/instance.ts';
import { migrate } from '#store/migrate.ts';

export type StackOptions = {
  folder: string;
  env: Environment;
  say: (line: string) => void;
  /** false: without worker and API. */
  programs?: boolean;
};

export type Stack = {
  /** With what the embedded parts added. */
  env: Environment;
  config: Config;
  connection: Connection;
  clock: Clock;
  /** Where the API is reached from this machine. */
  apiUrl: string;
  pages: { catcher: string | null; temporal: string | null };
  /** Resolves with a reason when a part cannot be kept up. */
  failed: Promise<string>;
  stop(): Promise<void>;
  /** At once, whatever it was doing. */
  kill(): void;
};

/** Nothing new comes in, what is under way is finished, and what they all stand on goes last. */
const STOP_ORDER = ['api', 'worker', 'clock', 'connection', 'catcher', 'temporal', 'postgres'] as const;
const NAMES = { api: 'The API', worker: 'The worker', temporal: 'Temporal', postgres: 'Postgres' };
type StopPart = keyof typeof NAMES;
type Stop = { part: (typeof STOP_ORDER)[number]; stop(): Promise<void> };

export async function bringUp({ folder: path, env, say, programs = true }: StackOptions): Promise<Stack> {
  const asked = settings(path, env);
  const folder = await takeFolder(path);
  const stops: Stop[] = [];
  const pids: (() => number)[] = [];
  let fail: (reason: string) => void = () => undefined;
  const failed = new Promise<string>((resolve) => {
    fail = resolve;
  });

  /** Every part gets its turn, whatever became of the others. */
  async function stop(): Promise<void> {
    const inOrder = stops.toSorted((a, b) => STOP_ORDER.indexOf(a.part) - STOP_ORDER.indexOf(b.part));
    for (const each of inOrder) await each.stop().catch((problem) => say(`While stopping: ${problem.message}`));
    await folder.release();
  }
  async function keep<P extends Part>(part: StopPart, start: () => Promise<P>): Promise<Kept<P>> {
    const kept = await keepUp(start, { name: NAMES[part], say, giveUp: fail });
    stops.push({ part, stop: kept.stop });
    pids.push(() => kept.current().pid);
    return kept;
  }

  try {
    // After the folder: what an earlier owner left running may have held the ports.
    const pages = await claimPorts(env, asked);
    const complete = await embed({ folder, env, pages, say, keep, stops });
    const config = checked(complete);
    await folder.serves(config.database.url);
    const connection = connect({ url: config.database.url, max: 4, name: 'jalon setup' });
    stops.push({ part: 'connection', stop: () => connection.close() });
    await prepare(connection, config);
    const clock = await loadClock(connection.db, {
      speed: config.clock.speed,
      origin: config.clock.origin ?? undefined,
      rebase: true,
    });
    const saving = setInterval(() => void saveClock(connection.db, clock).catch(() => undefined), 1_000);
    stops.push({
      part: 'clock',
      async stop() {
        clearInterval(saving);
        await saveClock(connection.db, clock);
      },
    });
    const apiUrl = programs ? await startPrograms({ folder, complete, config, keep }) : config.http.baseUrl;
    return {
      env: complete,
      config,
      connection,
      clock,
      apiUrl,
      pages: {
        catcher: complete.SMTP_CATCHER === 'yes' && pages.catcher ? `http://127.0.0.1:${pages.catcher}` : null,
        temporal: pages.temporal ? `http://127.0.0.1:${pages.temporal}` : null,
      },
      failed,
      stop,
      kill() {
        for (const pid of pids) {
          try {
            // Postgres on SIGQUIT leaves at once, and its children with it.
            process.kill(pid(), 'SIGQUIT');
            process.kill(pid(), 'SIGKILL');
          } catch {
            // Gone already.
          }
        }
      },
    };
  } catch (problem) {
    await stop();
    throw problem;
  }
}

/** Reads the environment as if all embedded parts were there, so that mistakes are said before anything starts. */
function settings(path: string, env: Environment): Config {
  const embedded = { DATABASE_URL: 'postgres://embedded/jalon', TEMPORAL_ADDRESS: 'embedded:1' };
  const catcher = env.SMTP_URL ? {} : { SMTP_URL: 'smtp://catcher', SMTP_CATCHER: 'yes' };
  return checked({ ...embedded, DATA_DIR: path, ...given(env), ...catcher });
}

function checked(env: Environment): Config {
  const read = readConfig(env);
  if ('problems' in read) throw Refusal.of(read.problems);
  return read.config;
}

/** Without empty values: a variable set to nothing is not set. */
function given(env: Environment): Environment {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value?.trim()));
}

type Pages = { catcher: number | null; temporal: number | null };

/** Ports that people look at are fixed, and said by name when busy; all others are free ones. */
async function claimPorts(env: Environment, config: Config): Promise<Pages> {
  const port = (name: string, fallback: number) => {
    const got = Number(env[name] || fallback);
    if (Number.isInteger(got) && got > 0 && got < 65_536) return got;
    throw new Refusal(`${name} must be a port from 1 to 65535; got "${env[name]}".`);
  };
  const pages = {
    catcher: env.SMTP_URL ? null : port('CATCHER_PORT', 8025),
    temporal: env.TEMPORAL_ADDRESS ? null : port('TEMPORAL_UI_PORT', 8233),
  };
  const wanted: [string, number | null, string][] = [
    ['PORT', config.http.port || null, config.http.host],
    ['METRICS_PORT', config.metricsPort || null, config.http.host],
    ['CATCHER_PORT', pages.catcher, '127.0.0.1'],
    ['TEMPORAL_UI_PORT', pages.temporal, '127.0.0.1'],
  ];
  for (const [name, number, host] of wanted) {
    if (number !== null && !(await portIsFree(number, host))) {
      throw new Refusal(`Port ${number} is busy: stop what uses it, or set ${name} to another port.`);
    }
  }
  return pages;
}

type Embedding = {
  folder: Folder;
  env: Environment;
  pages: Pages;
  say: (line: string) => void;
  keep: <P extends Part>(part: StopPart, start: () => Promise<P>) => Promise<Kept<P>>;
  stops: Stop[];
};

/** Starts what the environment does not name; answers the environment of worker and API. */
async function embed({ folder, env, pages, say, keep, stops }: Embedding): Promise<Environment> {
  const complete: Record<string, string | undefined> = { ...given(env), DATA_DIR: folder.path };
  // Any port will do, but one that we can tell.
  if (complete.PORT === '0') complete.PORT = String(await freePort());

  async function database(): Promise<void> {
    const port = await freePort();
    const dataDir = join(folder.path, 'postgres');
    const postgres = await keep('postgres', () => startPostgres({ dataDir, port, durable: true }));
    complete.DATABASE_URL = postgres.current().url;
    complete.INSTANCE ??= `embedded ${resolve(dataDir)}`;
  }
  async function temporal(): Promise<void> {
    const port = await freePort();
    const dbFile = join(folder.path, 'temporal', 'temporal.db');
    const web = pages.temporal === null ? {} : { uiPort: pages.temporal };
    const server = await keep('temporal', async () => {
      const part = await startTemporal({ dbFile, port, ...web, say });
      await folder.started(dbFile, part.pid);
      return part;
    });
    complete.TEMPORAL_ADDRESS = server.current().address;
  }
  async function catcher(webPort: number): Promise<void> {
    const started = await startCatcher({ folder: join(folder.path, 'mails'), webPort });
    stops.push({ part: 'catcher', stop: () => started.stop() });
    complete.SMTP_URL = started.smtpUrl;
    complete.SMTP_CATCHER = 'yes';
  }

  // All are waited for, also when one fails: what was started must be known, to be stopped.
  const started = await Promise.allSettled([
    complete.DATABASE_URL ? undefined : database(),
    complete.TEMPORAL_ADDRESS ? undefined : temporal(),
    pages.catcher === null ? undefined : catcher(pages.catcher),
  ]);
  for (const result of started) if (result.status === 'rejected') throw result.reason;
  return complete;
}

/** What is not ours is asked for an answer first; then the database gets its schema. */
async function prepare(connection: Connection, config: Config): Promise<void> {
  try {
    await connection.pool.query('select 1');
  } catch (cause) {
    throw new Refusal(
      `The database of DATABASE_URL (${config.instance}) does not answer (${(cause as Error).message}): check its address, user and password, and that it runs.`,
    );
  }
  await migrate(connection);
  const stamp = await checkStamp(connection.db, config.instance);
  if (stamp.kind === 'foreign' && config.clock.speed !== 1) {
    throw new Refusal(
      `The database of DATABASE_URL belongs to another instance ("${stamp.stamp}"): a fast clock runs on a database of its own only. Leave DATABASE_URL unset, or name an empty database.`,
    );
  }
  await (await temporalClient(config.temporal)).connection.close();
  const { hostname, port, protocol } = new URL(config.smtp.url);
  const smtpPort = Number(port) || (protocol === 'smtps:' ? 465 : 587);
  if (!(await answers(hostname, smtpPort))) {
    throw new Refusal(`No mail server answers at ${hostname}:${smtpPort}: check SMTP_URL, and that the server runs.`);
  }
}

function answers(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connectSocket({ host, port, timeout: 5_000 });
    const done = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => done(true));
    socket.once('timeout', () => done(false));
    socket.once('error', () => done(false));
  });
}
