/** The people who use the editor: invited by a link, given roles and a team, deactivated; never fewer than one active admin. */
import { z } from '@hono/zod-openapi';
import { ROLE_NAMES } from '#api/access.ts';
import { type Api, endpoint } from '#api/endpoint.ts';
import { type Refusal, refuse } from '#api/problem.ts';
import { iso, maybeIso, Time, text } from '#api/shape.ts';
import { recordDeed } from '#store/audit.ts';
import { makeLink } from '#store/links.ts';
import { addPerson, changePerson, getPerson, listPeople, type Person } from '#store/people.ts';

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
  const { db, config } = api.deps;
  const tag = 'People';
  const once = (answer: Record<string, unknown>) => ({ ...answer, link: null });

  endpoint(
    api,
    'GET /v1/people',
    { tag, summary: 'List the people', answer: z.object({ items: z.array(PersonShape) }) },
    async () => ({ items: (await listPeople(db)).map(show) }),
  );

  endpoint(
    api,
    'POST /v1/people',
    {
      tag,
      summary: 'Invite somebody',
      description: 'Answers a link for them, which works once, for seven days.',
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
        const token = await makeLink(trx, { purpose: 'invitation', person: id });
        const detail = { roles: body.roles, team: body.team };
        await recordDeed(trx, now, { actor: caller.actor, action: 'person.invite', subject: id, detail });
        return { id, token };
      });
      if (made === null) {
        return refuse(409, 'known_address', 'email: somebody here has this address already; change them.', 'email');
      }
      const person = await getPerson(db, made.id);
      if (!person) return nobody();
      return { person: show(person), link: `${config.baseUrl}/invited?token=${made.token}` };
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
      description: 'For who has forgotten it, or lost the invitation. Works once; earlier ones are dead.',
      name: 'usr_5f0c',
      answer: Linked,
    },
    async ({ caller, now, c }) => {
      const person = await getPerson(db, c.req.param('id') ?? '');
      if (!person) return nobody();
      if (!person.active) return refuse(409, 'inactive', 'This person is deactivated: activate them first.');
      const purpose = person.joined ? 'reset' : 'invitation';
      const token = await db.transaction().execute(async (trx) => {
        await recordDeed(trx, now, { actor: caller.actor, action: 'person.link', subject: person.id });
        return makeLink(trx, { purpose, person: person.id });
      });
      const page = purpose === 'reset' ? 'reset' : 'invited';
      return { person: show(person), link: `${config.baseUrl}/${page}?token=${token}` };
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
