/** The API and the editor as a process: settings → database → clock → signals → intake → pages → HTTP, until SIGTERM. */
import pino from 'pino';
import { preview } from '#activities/channels/email/preview.ts';
import { checkContent } from '#activities/channels/index.ts';
import { createSignaller } from '#activities/signal.ts';
import { BODY_LIMITS, RATE_LIMITS } from '#api/deps.ts';
import { startApi } from '#api/main.ts';
import { readConfig } from '#core/config.ts';
import { temporalClient } from '#setup/client.ts';
import { editorPages } from '#setup/editor.ts';
import { Refusal } from '#setup/refusal.ts';
import { ensureStarters } from '#setup/starters.ts';
import { connect } from '#store/db.ts';
import { checkStamp, loadClock } from '#store/instance.ts';
import { createIntake } from '#store/intake.ts';
import { migrate } from '#store/migrate.ts';
import { ensurePartitions } from '#store/partitions.ts';
import { ensurePolicy } from '#store/policies.ts';
import { loadSecret } from '#store/token.ts';

async function serve(): Promise<void> {
  const read = readConfig(process.env);
  if ('problems' in read) throw Refusal.of(read.problems);
  const { config } = read;
  const log = pino({ level: config.logLevel, base: { part: 'api', pid: process.pid } });

  const connection = connect({ url: config.database.url, max: 10, name: 'jalon api' });
  const { db } = connection;
  await migrate(connection).catch((cause) => {
    throw new Refusal(
      `The database ${config.instance} cannot be used (${(cause as Error).message}): check DATABASE_URL, and that it runs.`,
    );
  });
  await checkStamp(db, config.instance);
  const clock = await loadClock(db, { speed: config.clock.speed, origin: config.clock.origin ?? undefined });
  await ensurePartitions(db, clock.now());
  await ensurePolicy(db, clock.now());
  await ensureStarters(db, clock.now());
  const client = await temporalClient(config.temporal);
  const signaller = createSignaller({
    client,
    taskQueue: config.temporal.taskQueue,
    clock,
    failed: (count, error) => log.warn({ count, reason: error.message }, 'not signalled: the sweep will'),
  });
  const pages = config.editor ? await editorPages() : null;
  const api = await startApi(
    {
      db,
      clock,
      signaller,
      intake: createIntake({ db, clock, signaller }),
      secret: await loadSecret(db, clock.now()),
      checkContent,
      preview,
      config: {
        ...{ baseUrl: config.http.baseUrl, bodyLimits: BODY_LIMITS, rateLimits: RATE_LIMITS },
        sending: { mode: config.sending.mode, catcher: config.smtp.catcher },
      },
      log,
      ready: () =>
        connection.pool.query('select 1').then(
          () => true,
          () => false,
        ),
    },
    { ...config.http, pages },
  );
  log.info({ url: api.url }, 'serving');

  await new Promise<void>((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve());
  });
  log.info('stopping');
  await api.stop();
  await client.connection.close();
  await connection.close();
  log.info('stopped');
}

try {
  await serve();
} catch (problem) {
  console.error(problem instanceof Refusal ? problem.message : problem);
  process.exitCode = 1;
}
