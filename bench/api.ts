/** The API under measurement: the real one, with rate limits that the benchmark's own key cannot reach. */
import pino from 'pino';
import { checkContent } from '#activities/channels/index.ts';
import { createSignaller } from '#activities/signal.ts';
import { BODY_LIMITS } from '#api/deps.ts';
import { startApi } from '#api/main.ts';
import { answerParent } from '#bench/child.ts';
import { readConfig } from '#core/config.ts';
import { temporalClient } from '#setup/client.ts';
import { connect } from '#store/db.ts';
import { loadClock } from '#store/instance.ts';
import { createIntake } from '#store/intake.ts';
import { loadSecret } from '#store/token.ts';

const read = readConfig(process.env);
if ('problems' in read) throw new Error(read.problems.map((p) => p.message).join('\n'));
const { config } = read;
const log = pino({ level: config.logLevel });
const connection = connect({ url: config.database.url, max: 10, name: 'jalon api' });
const { db } = connection;
const clock = await loadClock(db, { speed: config.clock.speed });
const client = await temporalClient(config.temporal);
const signaller = createSignaller({
  client,
  taskQueue: config.temporal.taskQueue,
  clock,
  failed: (count, error) => log.warn({ count, reason: error.message }, 'not signalled'),
});
const unlimited = { perSecond: 1_000_000, burst: 1_000_000 };
const api = await startApi(
  {
    db,
    clock,
    signaller,
    intake: createIntake({ db, clock, signaller }),
    secret: await loadSecret(db),
    checkContent,
    config: {
      baseUrl: config.http.baseUrl,
      bodyLimits: BODY_LIMITS,
      rateLimits: { events: unlimited, other: unlimited },
    },
    log,
    ready: () => Promise.resolve(true),
  },
  config.http,
);
process.once('SIGTERM', async () => {
  await api.stop();
  await client.connection.close();
  await connection.close();
  process.exit(0);
});
answerParent(connection.statements, { url: api.url });
