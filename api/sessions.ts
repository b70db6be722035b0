/** Callers with a session: people whose browser sends our cookie, from our own pages. */
import { allows, ROLES, type Role, type Scope } from '#api/access.ts';
import { sessionToken } from '#api/auth.ts';
import type { ApiDeps } from '#api/deps.ts';
import type { Caller } from '#api/keyring.ts';
import { type Refusal, refuse } from '#api/problem.ts';
import { findSession } from '#store/people.ts';

const over = () => refuse(401, 'session_over', 'You are not signed in any more: sign in again.');

/** null: the request carries no session and is no page's of ours; a key may let it in. */
export async function admitSession(
  deps: ApiDeps,
  request: Request,
  needed: Scope | 'known',
): Promise<Caller | Refusal | null> {
  const token = sessionToken(deps, request);
  // A browser forgets the cookie of a session that is over; who looks at our page is not told of keys.
  if (token === null) return request.headers.get('sec-fetch-site') === 'same-origin' ? over() : null;
  const session = await findSession(deps.db, token);
  if (session === null) return over();
  const stranger = foreign(deps, request);
  if (stranger) return stranger;
  const { person, totpRequired } = session;
  const scopes = [...new Set(person.roles.flatMap((role) => ROLES[role as Role] ?? []))];
  if (totpRequired && !person.totp && needed !== 'known') {
    return refuse(
      403,
      'totp_required',
      'Your company asks for a second factor when signing in: set it up in your account first.',
    );
  }
  if (!allows(scopes, needed)) {
    return refuse(
      403,
      'missing_scope',
      `Your roles (${person.roles.join(', ') || 'none'}) do not allow this: it needs '${needed}'. Ask an admin.`,
    );
  }
  return { key: null, person, session: session.id, actor: person.id, source: person.id, scopes, origins: [] };
}

/** What changes something must come from a page of ours: another site's page would send our cookie too. */
export function foreign({ config }: Pick<ApiDeps, 'config'>, request: Request): Refusal | null {
  if (request.method === 'GET' || request.method === 'HEAD') return null;
  if (request.headers.get('sec-fetch-site') === 'same-origin') return null;
  if (request.headers.get('origin') === new URL(config.baseUrl).origin) return null;
  return refuse(
    403,
    'foreign_origin',
    `The request does not come from a page of ${config.baseUrl}: open Jalon at this address. Programs use an API key.`,
  );
}
