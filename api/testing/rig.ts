/** An API on a database of its own, with the real intake, a clock that is set by hand, and a signaller that remembers. */
import { Writable } from 'node:stream';
import pino from 'pino';
import { createApi } from '#api/app.ts';
import { type ApiDeps, BODY_LIMITS, RATE_LIMITS } from '#api/deps.ts';
import { REAL_TIME } from '#core/clock.ts';
import { type FreshDatabase, freshDatabase } from '#setup/testing/postgres.ts';
import type { Db } from '#store/db.ts';
import { createIntake } from '#store/intake.ts';
import { createKey } from '#store/keys.ts';
import { ensurePartitions } from '#store/partitions.ts';
import { loadSecret } from '#store/token.ts';

export const START_TIME = Date.parse('2026-11-24T10:00:00Z');

export type Rig = Awaited<ReturnType<typeof createRig>>;
export type Answered = {
  status: number;
  headers: Headers;
  body: Record<string, unknown> & { problems?: { code: string; field?: string }[] };
};
export type Sent = { method?: string; body?: unknown; key?: string | null; headers?: Record<string, string> };

/** `beside`: on the database of an engine, whose clock, intake and signaller are then given too. */
export async function createRig(change: Partial<ApiDeps> = {}, beside?: FreshDatabase) {
  const database = beside ?? (await freshDatabase());
  const { db } = database.connection;
  let now = START_TIME;
  await ensurePartitions(db, now);
  const wakes: { cohort: number; enrolment: number }[] = [];
  const clock = { setting: REAL_TIME, now: () => now };
  const signaller: ApiDeps['signaller'] = {
    wake: (given) => void wakes.push(...given),
    flush: async () => undefined,
    failures: () => 0,
  };
  const lines: string[] = [];
  const sink = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk));
      done();
    },
  });
  const deps: ApiDeps = {
    db,
    clock,
    signaller,
    intake: createIntake({ db, clock, signaller }),
    secret: change.secret ?? (await loadSecret(db, now)),
    config: { baseUrl: 'https://jalon.example', bodyLimits: BODY_LIMITS, rateLimits: RATE_LIMITS },
    log: pino({ level: 'trace' }, sink),
    ready: async () => true,
    // Nothing takes long here: each answer is of its own moment.
    monotonic: () => 0,
    ...change,
  };
  const app = createApi(deps);
  const admin = await createKey(db, deps.clock.now(), { name: 'admin', scopes: ['admin'] });

  /** A JSON request; by default with a key that may do everything. */
  async function call(path: string, { method, body, key = admin.token, headers = {} }: Sent = {}): Promise<Answered> {
    const raw = typeof body === 'string' || body instanceof Uint8Array;
    const response = await app.request(path, {
      method: method ?? (body === undefined ? 'GET' : 'POST'),
      headers: {
        ...(key === null ? {} : { Authorization: `Bearer ${key}` }),
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: (raw ? body : JSON.stringify(body)) as string }),
    });
    const text = await response.text();
    const json = response.headers.get('content-type')?.includes('application/json');
    return { status: response.status, headers: response.headers, body: json ? JSON.parse(text) : { text } };
  }

  return {
    app,
    deps,
    db: db as Db,
    admin,
    wakes,
    lines,
    call,
    pass: (ms: number) => {
      now += ms;
    },
    now: () => deps.clock.now(),
    drop: () => database.drop(),
  };
}
