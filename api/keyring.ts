/** Who calls: finds the API key of a request, remembers it for a moment, and notes its use. */
import { allows, type Scope } from '#api/access.ts';
import type { ApiDeps } from '#api/deps.ts';
import { idOf } from '#api/ids.ts';
import { Refusal, refuse } from '#api/problem.ts';
import { createLimiter } from '#api/rate.ts';
import { type ApiKey, findKey, noteKeyUse } from '#store/keys.ts';
import type { Person } from '#store/people.ts';

export type Caller = {
  /** null: a person asks, by a session. */
  key: number | null;
  person: Person | null;
  session: string | null;
  /** For the audit: the public id of the key or the person. */
  actor: string;
  /** Names the space of its message ids: a rotated key keeps it. */
  source: string;
  scopes: readonly string[];
  origins: readonly string[];
};

export type Keyring = {
  /** The caller, once known, allowed and within its rate. */
  admit(token: string | null, needed: Scope | 'known'): Promise<Caller | Refusal>;
  /** Forget what is remembered: a key was revoked or rotated here. */
  forget(): void;
};

/** Wall ms a key is remembered: another process' revocation takes effect after this at the latest. */
const REMEMBERED = 5_000;
const NOTED_EVERY = 60_000;

export function createKeyring({ db, clock, config }: ApiDeps, time: () => number = () => performance.now()): Keyring {
  const known = new Map<string, { key: ApiKey; at: number }>();
  const noted = new Map<number, number>();
  const limits = {
    events: createLimiter(config.rateLimits.events, time),
    other: createLimiter(config.rateLimits.other, time),
  };

  async function find(token: string): Promise<ApiKey | null> {
    const remembered = known.get(token);
    if (remembered && time() - remembered.at < REMEMBERED) return remembered.key;
    known.delete(token);
    const key = await findKey(db, token);
    if (key === null) return null;
    if (known.size >= 1_000) known.clear();
    known.set(token, { key, at: time() });
    return key;
  }

  async function note(key: ApiKey): Promise<void> {
    const last = noted.get(key.id);
    if (last !== undefined && time() - last < NOTED_EVERY) return;
    noted.set(key.id, time());
    await noteKeyUse(db, clock.now(), key.id);
  }

  return {
    async admit(token, needed) {
      if (token === null || token === '')
        return unauthorised('missing_key', 'This address needs an API key: send it as Authorization: Bearer jln_….');
      if (!TOKEN.test(token)) return unauthorised('unknown_key', UNKNOWN);
      const key = await find(token);
      if (key === null) return unauthorised('unknown_key', UNKNOWN);
      if (key.revokedAt !== null) return unauthorised('revoked_key', 'The API key was revoked: use another.');
      if (key.expiresAt !== null && key.expiresAt <= clock.now()) {
        return unauthorised(
          'expired_key',
          `The API key expired at ${new Date(key.expiresAt).toISOString()}: use another.`,
        );
      }
      const wait = limits[needed === 'events:write' ? 'events' : 'other'].take(String(key.id));
      if (wait > 0) return tooMany(wait);
      if (!allows(key.scopes, needed)) {
        return refuse(
          403,
          'missing_scope',
          `The API key lacks the scope '${needed}'; it has ${key.scopes.join(', ') || 'none'}.`,
        );
      }
      await note(key);
      const { name: source, scopes, origins } = key;
      return { key: key.id, person: null, session: null, actor: idOf('key', key.id), source, scopes, origins };
    },
    forget() {
      known.clear();
    },
  };
}

const TOKEN = /^jln_[\w-]{43}$/;
const UNKNOWN = 'The API key is unknown: check that all of it was copied.';

/** From `Authorization: Bearer <key>` or `Basic base64(<key>:)`. */
export function tokenOf(header: string | null): string | null {
  const [scheme = '', value = ''] = (header ?? '').trim().split(/\s+/, 2);
  if (scheme.toLowerCase() === 'bearer') return value;
  if (scheme.toLowerCase() !== 'basic') return null;
  return Buffer.from(value, 'base64').toString('utf8').split(':', 1)[0] ?? null;
}

function unauthorised(code: string, message: string): Refusal {
  return new Refusal(401, [{ code, message }], { headers: { 'WWW-Authenticate': 'Bearer realm="jalon"' } });
}

function tooMany(seconds: number): Refusal {
  return new Refusal(
    429,
    [
      {
        code: 'too_many_requests',
        message: `Too many requests with this API key: wait ${seconds} s, or send events in batches.`,
      },
    ],
    { headers: { 'Retry-After': String(seconds), 'X-RateLimit-Reset': String(seconds) } },
  );
}
