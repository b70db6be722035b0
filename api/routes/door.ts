/** Coming in: sign-in with its second step, and the links of the first start, of invitations and of new passwords. */
import { setTimeout } from 'node:timers/promises';
import { z } from '@hono/zod-openapi';
import { answer } from '#api/answer.ts';
import type { Auth } from '#api/auth.ts';
import { PASSWORD_MIN } from '#api/auth.ts';
import { type Api, endpoint } from '#api/endpoint.ts';
import { mailLink } from '#api/linkmail.ts';
import { Refusal, refuse } from '#api/problem.ts';
import { text } from '#api/shape.ts';
import { isZone } from '#core/date.ts';
import { recordDeed } from '#store/audit.ts';
import { nameDefaultBrand } from '#store/brands.ts';
import { findLink, madeLately, useLink } from '#store/links.ts';
import { addPerson, findPerson, forgetFailures, getPerson, isLocked, noteFailure, setPassword } from '#store/people.ts';
import { writeCompany } from '#store/settings.ts';

export const Password = z
  .string()
  .min(PASSWORD_MIN, `expected at least ${PASSWORD_MIN} characters`)
  .max(200, 'expected at most 200 characters');

const Done = z.object({ totp: z.boolean().openapi({ description: 'A code of the second factor is asked now.' }) });
const Token = text(200);
/** Wall ms, more than a mail takes to be put down: neither does the time of the answer tell whether anybody has the address. */
const ALIKE = 300;

export function doorRoutes(api: Api, auth: Auth): void {
  const { db } = api.deps;
  const tag = 'People';

  endpoint(
    api,
    'POST /v1/auth/sign-in',
    {
      tag,
      summary: 'Sign in',
      description: 'Sets the cookie of a session. Ten failures in 15 minutes lock the address for as long.',
      body: z.strictObject({ email: text(320), password: text(200) }),
      answer: Done,
    },
    async ({ body, c }) => {
      const email = body.email.trim().toLowerCase();
      if (await isLocked(db, email)) return locked();
      const active = await db.selectFrom('people').select('active').where('email', '=', email).executeTakeFirst();
      const response = await auth.api.signInEmail({
        // Who is deactivated is asked for a password like anybody, and told no more than who is not here.
        body: {
          email: active?.active === false ? `${crypto.randomUUID()}@nobody.invalid` : email,
          password: body.password,
        },
        headers: c.req.raw.headers,
        asResponse: true,
      });
      if (!response.ok) {
        await noteFailure(db, email);
        return refuse(
          401,
          'not_signed_in',
          'Address or password are not right. Try again, or ask an admin for a link.',
        );
      }
      const { twoFactorRedirect } = (await response.json()) as { twoFactorRedirect?: boolean };
      if (!twoFactorRedirect) await forgetFailures(db, email);
      return withCookies({ totp: twoFactorRedirect === true }, response);
    },
  );

  endpoint(
    api,
    'POST /v1/auth/totp',
    {
      tag,
      summary: 'Sign in: the second step',
      body: z.strictObject({ code: text(40).openapi({ description: 'Six digits, or one of the spare codes.' }) }),
      answer: Done,
    },
    async ({ body, c }) => {
      const code = body.code.replaceAll(' ', '');
      const given = { body: { code }, headers: c.req.raw.headers, asResponse: true as const };
      const response = /^\d{6}$/.test(code) ? await auth.api.verifyTOTP(given) : await auth.api.verifyBackupCode(given);
      if (response.status === 429) return locked();
      if (!response.ok) {
        return refuse(401, 'wrong_code', 'The code is not right, or too old: take the one shown now.', 'code');
      }
      return withCookies({ totp: false }, response);
    },
  );

  endpoint(
    api,
    'POST /v1/auth/sign-out',
    { tag, summary: 'Sign out', body: z.strictObject({}), answer: z.object({}) },
    async ({ c }) => withCookies({}, await auth.api.signOut({ headers: c.req.raw.headers, asResponse: true })),
  );

  endpoint(
    api,
    'POST /v1/auth/forgotten',
    {
      tag,
      summary: 'Ask for a link to choose a new password',
      description: 'It goes by mail to whoever has the address here; the answer does not tell whether anybody has.',
      body: z.strictObject({ email: text(320) }),
      answer: z.object({ ok: z.literal(true) }),
    },
    async ({ body, now }) => {
      await Promise.all([mailTo(body.email, now), setTimeout(ALIKE)]);
      return { ok: true };
    },
  );

  async function mailTo(email: string, now: number): Promise<void> {
    const person = await findPerson(db, email);
    if (!person?.active || !person.joined || (await madeLately(db, person.id))) return;
    await db.transaction().execute(async (trx) => {
      await mailLink(trx, api.deps, { purpose: 'reset', person });
      await recordDeed(trx, now, { actor: person.id, action: 'person.forgotten', subject: person.id });
    });
  }

  endpoint(
    api,
    'POST /v1/auth/link',
    {
      tag,
      summary: 'Read what a link is for',
      body: z.strictObject({ token: Token }),
      answer: z.object({
        purpose: z.enum(['owner', 'invitation', 'reset']),
        name: z.string().nullable(),
        email: z.string().nullable(),
        first: z.boolean().openapi({ description: 'Nobody is here yet: the company is asked for too.' }),
      }),
    },
    async ({ body }) => {
      const link = await findLink(db, body.token);
      if (!link) return dead();
      const person = link.person === null ? null : await getPerson(db, link.person);
      const somebody = await db.selectFrom('people').select('id').limit(1).executeTakeFirst();
      return {
        ...{ purpose: link.purpose, name: person?.name ?? null, email: person?.email ?? null },
        first: somebody === undefined,
      };
    },
  );

  endpoint(
    api,
    'POST /v1/auth/welcome',
    {
      tag,
      summary: 'Come in as the owner, by the link of the first start',
      body: z.strictObject({
        token: Token,
        name: text(200),
        email: z.email('expected an e-mail address').max(320),
        password: Password,
        company: z
          .strictObject({
            name: text(200),
            language: z.enum(['en', 'fr']),
            country: z.string().regex(/^[A-Z]{2}$/, 'expected two capital letters, like FR'),
            zone: text(64).refine(isZone, 'expected a zone like Europe/Paris'),
          })
          .optional()
          .openapi({ description: 'Asked for by the first start only.' }),
        language: z.enum(['en', 'fr']),
      }),
      answer: Done,
    },
    async ({ body, now, c }) => {
      const { name, language, company } = body;
      const email = body.email.toLowerCase();
      const password = await hashed(body.password);
      const done = await db
        .transaction()
        .execute(async (trx) => {
          if (!(await useLink(trx, body.token, ['owner']))) return dead();
          const id = await addPerson(trx, { name, email, language, roles: ['admin'], team: null });
          // The transaction is left, and the link works on.
          if (id === null) throw new Known();
          await setPassword(trx, id, password);
          if (company) {
            await writeCompany(trx, now, company);
            await nameDefaultBrand(trx, '', company.name);
          }
          await recordDeed(trx, now, { actor: id, action: 'person.owner', subject: id });
          return null;
        })
        .catch((problem: unknown) => {
          if (!(problem instanceof Known)) throw problem;
          return refuse(409, 'known_address', 'email: somebody here has this address already.', 'email');
        });
      return done ?? enter(email, body.password, c.req.raw.headers);
    },
  );

  endpoint(
    api,
    'POST /v1/auth/password',
    {
      tag,
      summary: 'Choose a password, by the link of an invitation or of a reset',
      description: 'Ends all sessions of the person, and signs in.',
      body: z.strictObject({ token: Token, name: text(200).optional(), password: Password }),
      answer: Done,
    },
    async ({ body, now, c }) => {
      const password = await hashed(body.password);
      const person = await db.transaction().execute(async (trx) => {
        const link = await useLink(trx, body.token, ['invitation', 'reset']);
        const found = link?.person ? await getPerson(trx, link.person) : null;
        if (!link || !found?.active) return null;
        await setPassword(trx, found.id, password);
        if (body.name !== undefined && link.purpose === 'invitation') {
          await trx.updateTable('people').set({ name: body.name }).where('id', '=', found.id).execute();
        }
        await recordDeed(trx, now, { actor: found.id, action: 'person.password', subject: found.id });
        return found;
      });
      if (!person) return dead();
      await forgetFailures(db, person.email);
      return enter(person.email, body.password, c.req.raw.headers);
    },
  );

  async function hashed(password: string): Promise<string> {
    return (await auth.$context).password.hash(password);
  }

  async function enter(email: string, password: string, headers: Headers): Promise<Response> {
    const response = await auth.api.signInEmail({ body: { email, password }, headers, asResponse: true });
    const { twoFactorRedirect } = (await response.json()) as { twoFactorRedirect?: boolean };
    return withCookies({ totp: twoFactorRedirect === true }, response);
  }
}

class Known extends Error {}

export function withCookies(body: unknown, from: Response): Response {
  const response = answer(body);
  for (const cookie of from.headers.getSetCookie()) response.headers.append('Set-Cookie', cookie);
  return response;
}

function locked(): Refusal {
  return new Refusal(
    429,
    [
      {
        code: 'locked',
        message: 'Too many attempts failed: this address is locked. Wait 15 minutes, or ask an admin for a link.',
      },
    ],
    { headers: { 'Retry-After': '900' } },
  );
}

function dead(): Refusal {
  return refuse(
    410,
    'dead_link',
    'This link has been used or is too old: ask an admin for a new one (for an owner `npm run owner` prints it).',
    'token',
  );
}
