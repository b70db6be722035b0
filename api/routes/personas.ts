/** Personas that contents are shown as, lists that proofs go to, and the variables content may name. */
import { z } from '@hono/zod-openapi';
import { type Api, endpoint } from '#api/endpoint.ts';
import { idOf } from '#api/ids.ts';
import { refuse } from '#api/problem.ts';
import { Id, text } from '#api/shape.ts';
import type { Json } from '#core/facts.ts';
import { languageTag } from '#core/language.ts';
import { recordDeed } from '#store/audit.ts';
import { listEventNames } from '#store/catalogue.ts';
import {
  createPersona,
  createProofList,
  deletePersona,
  deleteProofList,
  listPersonas,
  listProofLists,
  type Persona as PersonaRow,
  traitsSeen,
  updatePersona,
  updateProofList,
} from '#store/proofs.ts';

const fields = {
  name: text(100),
  locale: languageTag,
  zone: text(64).nullable().default(null),
  country: text(8).nullable().default(null),
  traits: z.record(text(100), z.unknown()).default({}),
  entry: z
    .record(text(100), z.unknown())
    .default({})
    .openapi({ description: 'Properties of the event that begins the chain' }),
};
const readers = { name: text(100), addresses: z.array(z.email().max(320)).min(1).max(50) };
const PersonaShape = z.object({ id: Id('persona'), ...fields }).openapi('Persona');
const ListShape = z.object({ id: Id('list'), name: z.string(), addresses: z.array(z.string()) }).openapi('ProofList');
const VariableShape = z.object({
  path: z.string().openapi({ example: 'profile.firstName' }),
  type: z.string(),
  event: z.string().nullable().openapi({ description: 'The event that carries it' }),
});
const Deleted = z.object({ deleted: z.literal(true) });

export type Persona = z.output<typeof PersonaShape>;
export type ProofList = z.output<typeof ListShape>;
export type Variable = z.output<typeof VariableShape>;

export function personaRoutes(api: Api): void {
  const { db } = api.deps;
  const tag = 'Contents';
  const noList = () => refuse(404, 'not_found', 'There is no such list.', 'id');
  const noPersona = () => refuse(404, 'not_found', 'There is no such persona.', 'id');

  endpoint(
    api,
    'GET /v1/personas',
    { tag, summary: 'List personas, by name', answer: z.object({ items: z.array(PersonaShape) }) },
    async () => ({ items: (await listPersonas(db)).map(show) }),
  );
  endpoint(
    api,
    'POST /v1/personas',
    { tag, summary: 'Invent a persona', body: z.strictObject(fields), status: 201, answer: PersonaShape },
    async ({ body, caller, now }) => {
      const made = await createPersona(db, body as Omit<PersonaRow, 'id'>);
      await recordDeed(db, now, { actor: caller.actor, action: 'persona.create', subject: idOf('persona', made.id) });
      return show(made);
    },
  );
  endpoint(
    api,
    'PUT /v1/personas/{id}',
    { tag, summary: 'Change a persona', id: 'persona', body: z.strictObject(fields), answer: PersonaShape },
    async ({ id, body, caller, now }) => {
      const row = await updatePersona(db, { id, ...body } as PersonaRow);
      if (!row) return noPersona();
      await recordDeed(db, now, { actor: caller.actor, action: 'persona.change', subject: idOf('persona', id) });
      return show(row);
    },
  );
  endpoint(
    api,
    'DELETE /v1/personas/{id}',
    { tag, summary: 'Delete a persona', id: 'persona', answer: Deleted },
    async ({ id, caller, now }) => {
      if (!(await deletePersona(db, id))) return noPersona();
      await recordDeed(db, now, { actor: caller.actor, action: 'persona.delete', subject: idOf('persona', id) });
      return { deleted: true as const };
    },
  );

  endpoint(
    api,
    'GET /v1/proof-lists',
    { tag, summary: 'List who reads proofs', answer: z.object({ items: z.array(ListShape) }) },
    async () => ({ items: (await listProofLists(db)).map((list) => ({ ...list, id: idOf('list', list.id) })) }),
  );
  endpoint(
    api,
    'POST /v1/proof-lists',
    {
      tag,
      summary: 'Make a list of readers of proofs',
      body: z.strictObject(readers),
      status: 201,
      answer: ListShape,
    },
    async ({ body, caller, now }) => {
      const list = await createProofList(db, { ...body, addresses: [...new Set(body.addresses)] });
      const subject = idOf('list', list.id);
      await recordDeed(db, now, { actor: caller.actor, action: 'prooflist.create', subject });
      return { ...list, id: subject };
    },
  );
  endpoint(
    api,
    'PUT /v1/proof-lists/{id}',
    { tag, summary: 'Change who reads proofs', id: 'list', body: z.strictObject(readers), answer: ListShape },
    async ({ id, body, caller, now }) => {
      const list = await updateProofList(db, { id, ...body, addresses: [...new Set(body.addresses)] });
      if (!list) return noList();
      const subject = idOf('list', id);
      await recordDeed(db, now, { actor: caller.actor, action: 'prooflist.change', subject });
      return { ...list, id: subject };
    },
  );
  endpoint(
    api,
    'DELETE /v1/proof-lists/{id}',
    { tag, summary: 'Delete a list of readers of proofs', id: 'list', answer: Deleted },
    async ({ id, caller, now }) => {
      if (!(await deleteProofList(db, id))) return noList();
      await recordDeed(db, now, { actor: caller.actor, action: 'prooflist.delete', subject: idOf('list', id) });
      return { deleted: true as const };
    },
  );

  endpoint(
    api,
    'GET /v1/variables',
    {
      tag,
      summary: 'List the variables content may name',
      description: 'Attributes that customers really have and properties of events really seen; never their values.',
      answer: z.object({ items: z.array(VariableShape) }),
    },
    async () => {
      const traits = (await traitsSeen(db)).map(({ name, type }) => ({ path: `profile.${name}`, type, event: null }));
      const events = await listEventNames(db, { after: null, limit: 200 });
      const properties = events.flatMap(({ name, properties }) =>
        Object.entries(properties as Record<string, unknown>).map(([property, seen]) => ({
          ...{ path: `entry.${property}`, type: typeof seen === 'string' ? seen : 'text', event: name },
        })),
      );
      const plain = /^\w+\.[A-Za-z_]\w*$/;
      return { items: [...traits, ...properties].filter(({ path }) => plain.test(path)) };
    },
  );
}

function show(row: PersonaRow): z.input<typeof PersonaShape> {
  return { ...row, id: idOf('persona', row.id), traits: row.traits as Record<string, Json> };
}
