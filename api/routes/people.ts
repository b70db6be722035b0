/** The people who use the editor: invited by a link, given roles and a team, deactivated; never fewer than one active admin. */
import { z } from '@hono/zod-openapi';
import { ROLE_NAMES } from '#api/access.ts';
import { type Api, endpoint } from '#api/endpoint.ts';
import { mailLink } from '#api/linkmail.ts';
import { type Refusal, refuse } from '#api/problem.ts';
import { iso, maybeIso, Page, page, paged, Time, text } from '#api/shape.ts';
import { recordDeed } from '#store/audit.ts';
import { addPerson, changePerson, getPerson, listPeople, type Person, removeTotp } from '#store/people.ts';

const PersonShape = z
  .object({
    id: z.string().openapi({ example: 'usr_5f0c…' }),
    name: z.string(),
    email: z.string(),
    roles: z.array(z.enum(ROLE_NAMES)),
    team: z.string().nullable().openapi({ description: 'Whose tasks an agent sees.' }),
    language: z.string(),
    active: z.boolean(),
    totp: z.boolean().openapi({ description: 'Has a second factor.' }),
    joined: z.boolean().openapi({ description: 'false: invited, and not come yet.' }),
    createdAt: Time,
    lastSeenAt: Time.nullable(),
  })
  .openapi('Person');

export type PersonAnswer = z.output<typeof PersonShape>;

const Linked = z.object({
  person: PersonShape,
  link: z.string().nullable().openapi({ description: 'Works once; shown this once.' }),
});

export type LinkedAnswer = z.output<typeof Linked>;

const Email = z
  .email('expected an e-mail address')
  .max(320)
  .transform((email) => email.toLowerCase());
const Roles = z.array(z.enum(ROLE_NAMES)).min(1).max(ROLE_NAMES.length);

export function peopleRoutes(api: Api): void {
  const { db } = api.deps;
  const tag = 'People';
  const once = (answer: Record<string, unknown>) => ({ ...answer, link: null });

  endpoint(
    api,
    'GET /v1/people',
    {
      ...{ tag, summary: 'List the people, by name', answer: Page(PersonShape) },
      query: paged(z.string(), {}),
    },
    async ({ query }) => {
      const rows = await listPeople(db, { after: query.cursor ?? null, limit: query.limit + 1 });
      return page(rows, query.limit, { show, key: ({ id }) => id });
    },
  );

  endpoint(
    api,
    'POST /v1/people',
    {
      tag,
      summary: 'Invite somebody',
      description: 'They get a link by mail, which works once, for seven days; it is answered too.',
      body: z.strictObject({
        name: text(200),
        email: Email,
        roles: Roles,
        team: text(100).nullable().default(null),
        language: z.enum(['en', 'fr']).default('en'),
      }),
      status: 201,
      repeat: once,
      answer: Linked,
    },
    async ({ body, caller, now }) => {
      const made = await db.transaction().execute(async (trx) => {
        const id = await addPerson(trx, body);
        if (id === null) return null;
        const link = await mailLink(trx, api.deps, { purpose: 'invitation', person: { ...body, id } });
        const detail = { roles: body.roles, team: body.team };
        await recordDeed(trx, now, { actor: caller.actor, action: 'person.invite', subject: id, detail });
        return { id, link };
      });
      if (made === null) {
        return refuse(409, 'known_address', 'email: somebody here has this address already; change them.', 'email');
      }
      const person = await getPerson(db, made.id);
      if (!person) return nobody();
      return { person: show(person), link: made.link };
    },
  );

  endpoint(
    api,
    'PATCH /v1/people/{id}',
    {
      tag,
      summary: 'Change somebody: name, roles, team, whether they may come in',
      name: 'usr_5f0c',
      body: z.strictObject({
        name: text(200).optional(),
        roles: Roles.optional(),
        team: text(100).nullable().optional(),
        active: z.boolean().optional(),
      }),
      answer: PersonShape,
    },
    async ({ body, caller, now, c }) => {
      const id = c.req.param('id') ?? '';
      const change = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
      return changed(id, change, { actor: caller.actor, action: 'person.change', now });
    },
  );

  endpoint(
    api,
    'DELETE /v1/people/{id}',
    {
      tag,
      summary: 'Deactivate somebody',
      description: 'They are signed out and cannot come in; what they did stays theirs in the audit.',
      name: 'usr_5f0c',
      answer: PersonShape,
    },
    ({ caller, now, c }) =>
      changed(c.req.param('id') ?? '', { active: false }, { actor: caller.actor, action: 'person.deactivate', now }),
  );

  endpoint(
    api,
    'POST /v1/people/{id}/link',
    {
      tag,
      summary: 'Make a link to choose a password, new or first',
      description:
        'For who has forgotten it, or lost the invitation. Sent by mail and answered; works once; earlier ones are dead.',
      name: 'usr_5f0c',
      answer: Linked,
    },
    async ({ caller, now, c }) => {
      const person = await getPerson(db, c.req.param('id') ?? '');
      if (!person) return nobody();
      if (!person.active) return refuse(409, 'inactive', 'This person is deactivated: activate them first.');
      const purpose = person.joined ? 'reset' : 'invitation';
      const link = await db.transaction().execute(async (trx) => {
        await recordDeed(trx, now, { actor: caller.actor, action: 'person.link', subject: person.id });
        return mailLink(trx, api.deps, { purpose, person });
      });
      return { person: show(person), link };
    },
  );

  endpoint(
    api,
    'DELETE /v1/people/{id}/totp',
    {
      tag,
      summary: 'Take somebody’s second factor away',
      description: 'For who has lost it and the spare codes too. They are signed out, and may set up another.',
      name: 'usr_5f0c',
      answer: PersonShape,
    },
    async ({ caller, now, c }) => {
      const id = c.req.param('id') ?? '';
      await db.transaction().execute(async (trx) => {
        if (!(await removeTotp(trx, id))) return;
        await recordDeed(trx, now, { actor: caller.actor, action: 'person.totp_removed', subject: id });
      });
      const person = await getPerson(db, id);
      return person ? show(person) : nobody();
    },
  );

  async function changed(
    id: string,
    change: Parameters<typeof changePerson>[2],
    { actor, action, now }: { actor: string; action: string; now: number },
  ): Promise<z.input<typeof PersonShape> | Refusal> {
    const result = await db.transaction().execute(async (trx) => {
      const done = await changePerson(trx, id, change);
      // A name is no matter of the audit's: it would outlive the person.
      const { name: _, ...detail } = change;
      if (done === 'changed') await recordDeed(trx, now, { actor, action, subject: id, detail });
      return done;
    });
    if (result === 'last_admin') {
      return refuse(409, 'last_admin', 'This is the last active admin: make somebody else an admin first.');
    }
    const person = result === 'changed' ? await getPerson(db, id) : null;
    return person ? show(person) : nobody();
  }
}

function nobody(): Refusal {
  return refuse(404, 'not_found', 'There is no such person.', 'id');
}

function show(p: Person): z.input<typeof PersonShape> {
  const { id, name, email, team, language, active, totp, joined } = p;
  return {
    ...{ id, name, email, team, language, active, totp, joined },
    roles: p.roles as z.input<typeof PersonShape>['roles'],
    createdAt: iso(p.createdAt),
    lastSeenAt: maybeIso(p.lastSeenAt),
  };
}
