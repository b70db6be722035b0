/** Templates: drafts under a revision, and the versions made of them, which chains name and which never change. */
import { z } from '@hono/zod-openapi';
import { type Api, endpoint } from '#api/endpoint.ts';
import { idOf } from '#api/ids.ts';
import { Refusal, refuse } from '#api/problem.ts';
import { Id, iso, maybeIso, Page, page, paged, Time, text } from '#api/shape.ts';
import { contentFrom } from '#api/templates.ts';
import { draftSchema, type TemplateDraft } from '#core/contents/template.ts';
import { recordDeed, recordEdit } from '#store/audit.ts';
import {
  createTemplate,
  getTemplate,
  getTemplateVersion,
  insertTemplateVersion,
  listTemplates,
  listTemplateVersions,
  lockTemplate,
  type TemplateRow,
  type TemplateVersion,
  updateTemplate,
} from '#store/templates.ts';

// Made here: what core made before the library was extended cannot be named.
const Draft = z.strictObject(draftSchema.shape).openapi('TemplateDraft');

const Head = z.object({
  id: Id('template'),
  name: z.string(),
  channel: z.string(),
  folder: z.string().nullable(),
  revision: z.number().int().openapi({ description: 'Of the draft: goes into If-Match.' }),
  version: z.number().int().nullable().openapi({ description: 'The newest; null: none was made yet.' }),
  createdAt: Time,
  updatedAt: Time,
  withdrawnAt: Time.nullable().openapi({ description: 'Since then no chain is published with it.' }),
});
const HeadShape = Head.extend({ language: z.string(), languages: z.array(z.string()), subject: z.string() });
const TemplateShape = Head.extend({ draft: Draft }).openapi('Template');
const VersionHead = z.object({
  template: Id('template'),
  number: z.number().int(),
  note: z.string().nullable(),
  savedBy: z.string().nullable(),
  savedAt: Time,
});
const VersionShape = VersionHead.extend({
  draft: Draft,
  content: z.record(z.string(), z.unknown()).openapi({ description: 'As a contact carries it' }),
}).openapi('TemplateVersion');

export type TemplateHead = z.output<typeof HeadShape>;
export type Template = z.output<typeof TemplateShape>;
export type TemplateVersionHead = z.output<typeof VersionHead>;
export type TemplateVersionFull = z.output<typeof VersionShape>;

const key = z.number().int();

export function templateRoutes(api: Api): void {
  const { db, checkContent } = api.deps;
  const tag = 'Contents';

  endpoint(
    api,
    'GET /v1/templates',
    {
      tag,
      summary: 'List templates, newest first',
      query: paged(key, {
        search: text(200).optional().openapi({ description: 'In name, folder and subjects' }),
        folder: text(200).optional(),
        withdrawn: z.stringbool().default(false).openapi({ type: 'boolean' }),
      }),
      answer: Page(HeadShape),
    },
    async ({ query }) => {
      const { search = null, folder = null, withdrawn, cursor: after = null, limit } = query;
      const rows = await listTemplates(db, { search, folder, withdrawn, after, limit: limit + 1 });
      const show = ({ language, languages, subject, ...row }: (typeof rows)[number]) => ({
        ...showHead(row),
        ...{ language, languages, subject },
      });
      return page(rows, limit, { show, key: (r) => r.id });
    },
  );

  endpoint(
    api,
    'POST /v1/templates',
    {
      tag,
      summary: 'Make a template as a draft',
      body: z.strictObject({
        name: text(200),
        channel: z.literal('email').default('email'),
        folder: text(200).nullable().default(null),
        draft: Draft,
      }),
      status: 201,
      answer: TemplateShape,
    },
    async ({ body, caller, now }) =>
      db.transaction().execute(async (trx) => {
        const row = await createTemplate(trx, now, body);
        const subject = idOf('template', row.id);
        await recordDeed(trx, now, { actor: caller.actor, action: 'template.create', subject });
        return show(row);
      }),
  );

  endpoint(
    api,
    'GET /v1/templates/{id}',
    { tag, summary: 'Read a template and its draft', id: 'template', answer: TemplateShape },
    async ({ id }) => {
      const row = await getTemplate(db, id);
      return row ? show(row) : noTemplate();
    },
  );

  endpoint(
    api,
    'PUT /v1/templates/{id}',
    {
      tag,
      summary: 'Change the draft, or withdraw the template',
      description:
        'What is left out stays. A draft changed by somebody else meanwhile answers 409 with the template as it is now in `current`. Published chains keep the version they have, a withdrawn template too.',
      id: 'template',
      ifMatch: true,
      body: z.strictObject({
        name: text(200).optional(),
        folder: text(200).nullable().optional(),
        draft: Draft.optional(),
        withdrawn: z.boolean().optional(),
      }),
      answer: TemplateShape,
    },
    async ({ id, body, revision, caller, now }) => {
      const updated = await updateTemplate(db, now, id, { ...body, revision });
      if (!updated) {
        const current = await getTemplate(db, id);
        return current ? stale(current, revision) : noTemplate();
      }
      if (body.withdrawn !== undefined) {
        const action = body.withdrawn ? 'template.withdraw' : 'template.restore';
        await recordDeed(db, now, { actor: caller.actor, action, subject: idOf('template', id) });
      }
      if (body.draft !== undefined) {
        await recordEdit(db, now, { actor: caller.actor, action: 'template.change', subject: idOf('template', id) });
      }
      return show(updated);
    },
  );

  endpoint(
    api,
    'GET /v1/templates/{id}/versions',
    {
      tag,
      summary: 'List its versions, newest first',
      id: 'template',
      query: paged(key, {}),
      answer: Page(VersionHead),
    },
    async ({ id, query }) => {
      if (!(await getTemplate(db, id))) return noTemplate();
      const rows = await listTemplateVersions(db, id, { after: query.cursor ?? null, limit: query.limit + 1 });
      return page(rows, query.limit, { show: showVersion, key: (r) => r.number });
    },
  );

  endpoint(
    api,
    'POST /v1/templates/{id}/versions',
    {
      tag,
      summary: 'Make a version of the draft',
      description: 'What chains name. A draft with problems answers 422; fields are those of the draft.',
      id: 'template',
      ifMatch: true,
      body: z.strictObject({ note: text(2_000).optional() }),
      status: 201,
      answer: VersionHead,
    },
    async ({ id, body, revision, caller, now }) =>
      db.transaction().execute(async (trx) => {
        const template = await lockTemplate(trx, id);
        if (!template) return noTemplate();
        if (template.revision !== revision) return stale(template, revision);
        const made = await contentFrom(template.draft as TemplateDraft, checkContent);
        if ('problems' in made) return new Refusal(422, made.problems);
        const asked = { template, content: made.content, note: body.note ?? null, by: caller.actor };
        const version = await insertTemplateVersion(trx, now, asked);
        const detail = { version: version.number };
        await recordDeed(trx, now, {
          ...{ actor: caller.actor, action: 'template.version', subject: idOf('template', id), detail },
        });
        return showVersion(version);
      }),
  );

  endpoint(
    api,
    'GET /v1/templates/{id}/versions/{number}',
    { tag, summary: 'Read a version: its draft and the content made of it', id: 'template', answer: VersionShape },
    async ({ id, c }) => {
      const number = /^\d{1,9}$/.test(c.req.param('number') ?? '') ? Number(c.req.param('number')) : 0;
      const version = await getTemplateVersion(db, id, number);
      if (!version) return refuse(404, 'not_found', 'There is no such version of the template.', 'number');
      const { draft, content } = version;
      return { ...showVersion(version), draft: draft as TemplateDraft, content: content as Record<string, unknown> };
    },
  );
}

function noTemplate(): Refusal {
  return refuse(404, 'not_found', 'There is no such template.', 'id');
}

function show(row: TemplateRow): z.input<typeof TemplateShape> {
  return { ...showHead(row), draft: row.draft as TemplateDraft };
}

function showHead(row: Omit<TemplateRow, 'draft'>): z.input<typeof Head> {
  return {
    ...{ id: idOf('template', row.id), name: row.name, channel: row.channel, folder: row.folder },
    ...{ revision: row.revision, version: row.version },
    ...{ createdAt: iso(row.created_at), updatedAt: iso(row.updated_at), withdrawnAt: maybeIso(row.withdrawn_at) },
  };
}

function showVersion(row: Omit<TemplateVersion, 'draft' | 'content'>): z.input<typeof VersionHead> {
  const { template, number, note, saved_by, saved_at } = row;
  return { template: idOf('template', template), number, note, savedBy: saved_by, savedAt: iso(saved_at) };
}

function stale(row: TemplateRow, revision: number): Refusal {
  const message = `The draft is at revision ${row.revision}, you have ${revision}: somebody changed it meanwhile. Take over his changes, then send yours again.`;
  return new Refusal(409, [{ code: 'stale_revision', field: 'If-Match', message }], { beside: { current: show(row) } });
}
