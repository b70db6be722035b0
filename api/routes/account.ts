/** What people change about themselves: name, language, password, second factor, where they are signed in. */
import { z } from '@hono/zod-openapi';
import { encode } from 'uqr';
import type { Auth } from '#api/auth.ts';
import { type Api, endpoint } from '#api/endpoint.ts';
import type { Caller } from '#api/keyring.ts';
import { type Refusal, refuse } from '#api/problem.ts';
import { Password, withCookies } from '#api/routes/door.ts';
import { iso, Time, text } from '#api/shape.ts';
import { recordDeed } from '#store/audit.ts';
import { changePerson, endSessions, isLocked, listSessions, noteFailure } from '#store/people.ts';

const SessionShape = z
  .object({
    id: z.string(),
    agent: z.string().openapi({ description: 'What the browser says it is.' }),
    since: Time.openapi({ description: "By the wall's clock." }),
    seenAt: Time.openapi({ description: "By the wall's clock." }),
    current: z.boolean(),
  })
  .openapi('Session');

export type SessionAnswer = z.output<typeof SessionShape>;

const Ok = z.object({ ok: z.boolean() });

export function accountRoutes(api: Api, auth: Auth): void {
  const { db } = api.deps;
  const tag = 'People';

  endpoint(
    api,
    'PATCH /v1/me',
    {
      tag,
      summary: 'Change your name or language',
      body: z.strictObject({ name: text(200).optional(), language: z.enum(['en', 'fr']).optional() }),
      answer: Ok,
    },
    async ({ body, caller, now }) => {
      const { person } = caller;
      if (!person) return noPerson();
      const { name = person.name, language = person.language } = body;
      await db.transaction().execute(async (trx) => {
        await changePerson(trx, person.id, { name, language });
        // A name is no matter of the audit's: it would outlive the person.
        const detail = body.language === undefined ? {} : { language };
        await recordDeed(trx, now, { actor: caller.actor, action: 'person.change', subject: person.id, detail });
      });
      return { ok: true };
    },
  );

  endpoint(
    api,
    'POST /v1/me/password',
    {
      tag,
      summary: 'Change your password',
      description: 'Ends all your other sessions.',
      body: z.strictObject({ current: text(200), password: Password }),
      answer: Ok,
    },
    async ({ body, caller, now, c }) => {
      const { current: currentPassword, password: newPassword } = body;
      return proven(caller, async () => {
        const response = await auth.api.changePassword({
          body: { currentPassword, newPassword, revokeOtherSessions: true },
          headers: c.req.raw.headers,
          asResponse: true,
        });
        if (response.ok) await record(caller, now, 'person.password');
        return response.ok ? withCookies({ ok: true }, response) : null;
      });
    },
  );

  endpoint(
    api,
    'POST /v1/me/totp',
    {
      tag,
      summary: 'Begin a second factor',
      description: 'Answers the address for an authenticator and spare codes; it holds once a code is confirmed.',
      body: z.strictObject({ password: text(200) }),
      answer: z.object({
        uri: z.string(),
        codes: z.array(z.string()),
        qr: z
          .object({ size: z.number().int(), path: z.string() })
          .openapi({ description: 'The address as a QR code: a path of SVG on a square of so many units.' }),
      }),
    },
    async ({ body, caller, c }) =>
      proven(caller, async () => {
        const response = await auth.api.enableTwoFactor({ body, headers: c.req.raw.headers, asResponse: true });
        if (!response.ok) return null;
        const { totpURI, backupCodes } = (await response.json()) as { totpURI: string; backupCodes: string[] };
        return { uri: totpURI, codes: backupCodes, qr: qrOf(totpURI) };
      }),
  );

  endpoint(
    api,
    'POST /v1/me/totp/confirm',
    { tag, summary: 'Confirm a second factor by its first code', body: z.strictObject({ code: text(20) }), answer: Ok },
    async ({ body, caller, now, c }) => {
      if (!caller.person) return noPerson();
      const code = body.code.replaceAll(' ', '');
      const response = await auth.api.verifyTOTP({ body: { code }, headers: c.req.raw.headers, asResponse: true });
      if (!response.ok)
        return refuse(422, 'wrong_code', 'code: it is not right, or too old: take the one shown now.', 'code');
      await record(caller, now, 'person.totp');
      return withCookies({ ok: true }, response);
    },
  );

  endpoint(
    api,
    'POST /v1/me/totp/remove',
    { tag, summary: 'Do without a second factor', body: z.strictObject({ password: text(200) }), answer: Ok },
    async ({ body, caller, now, c }) =>
      proven(caller, async () => {
        const response = await auth.api.disableTwoFactor({ body, headers: c.req.raw.headers, asResponse: true });
        if (response.ok) await record(caller, now, 'person.totp_removed');
        return response.ok ? withCookies({ ok: true }, response) : null;
      }),
  );

  endpoint(
    api,
    'GET /v1/me/sessions',
    { tag, summary: 'List where you are signed in', answer: z.object({ items: z.array(SessionShape) }) },
    async ({ caller }) => {
      if (!caller.person) return noPerson();
      const rows = await listSessions(db, caller.person.id);
      return {
        items: rows.map((s) => ({
          ...{ id: s.id, agent: s.agent ?? '', since: iso(s.created_at), seenAt: iso(s.seen_at) },
          current: s.id === caller.session,
        })),
      };
    },
  );

  endpoint(
    api,
    'DELETE /v1/me/sessions/{id}',
    { tag, summary: 'Sign out elsewhere', name: 'nrlsm3', answer: Ok },
    async ({ caller, now, c }) => {
      if (!caller.person) return noPerson();
      const gone = await endSessions(db, caller.person.id, c.req.param('id') ?? '');
      if (gone > 0) await record(caller, now, 'person.sign_out');
      return gone > 0 ? { ok: true } : refuse(404, 'not_found', 'There is no such session.', 'id');
    },
  );

  /** `deed` answers null where the password was wrong: that counts like a failed sign-in. */
  async function proven<T>({ person }: Caller, deed: () => Promise<T | null>): Promise<T | Refusal> {
    if (!person) return noPerson();
    const wrong = () =>
      refuse(422, 'wrong_password', 'The password is not right, or this cannot be done now: try again.', 'password');
    if (await isLocked(db, person.email)) {
      return refuse(429, 'locked', 'Too many attempts failed: wait 15 minutes.');
    }
    const done = await deed();
    if (done !== null) return done;
    await noteFailure(db, person.email);
    return wrong();
  }

  async function record({ actor }: Caller, now: number, action: string): Promise<void> {
    await recordDeed(db, now, { actor, action, subject: actor });
  }
}

/** Here and not in the page: a page would have to load what draws it, and nobody else needs to learn the secret. */
function qrOf(uri: string): { size: number; path: string } {
  const { size, data } = encode(uri, { ecc: 'M', border: 0 });
  const dark = data.flatMap((row, y) => row.flatMap((on, x) => (on ? [`M${x} ${y}h1v1h-1z`] : [])));
  return { size, path: dark.join('') };
}

function noPerson(): Refusal {
  return refuse(409, 'no_person', 'An API key has no account: sign in as a person.');
}
