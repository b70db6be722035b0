import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApi } from '#api/app.ts';
import { createRig, type Rig } from '#api/testing/rig.ts';
import { galleryGraph, galleryNames } from '#chains/index.ts';
import { createKey } from '#store/keys.ts';

let home: Rig;
let away: Rig;
beforeAll(async () => {
  [home, away] = await Promise.all([createRig(), createRig()]);
});
afterAll(() => Promise.all([home.drop(), away.drop()]));

type Note = { code: string; name: string };
const draft = {
  language: 'en',
  variants: { en: { subject: 'Thanks', format: 'html', source: '<p>Thank you</p>' } },
};

async function chainWithTemplate(): Promise<string> {
  const { body: template } = await home.call('/v1/templates', { body: { name: 'Thanks', channel: 'email', draft } });
  await home.call(`/v1/templates/${template.id}/versions`, { body: {}, headers: { 'If-Match': '1' } });
  const offer = { names: { en: 'Ten percent', fr: 'Dix pour cent' }, validUntil: '2030-01-01T00:00:00Z' };
  await home.call('/v1/offers/second-order-10', { method: 'PUT', body: offer });
  const graph = JSON.parse(JSON.stringify(galleryGraph('classic')));
  graph.steps[1].data.content = { template: template.id, version: 1 };
  return String((await home.call('/v1/chains', { body: { graph, tags: ['loyal'] } })).body.id);
}

const exported = async (rig: Rig, id: string) => (await rig.call(`/v1/chains/${id}/export`)).body;
const imported = (rig: Rig, body: unknown, more: { key?: string; headers?: Record<string, string> } = {}) =>
  rig.call('/v1/chains/import', { body, ...more });

test.each(galleryNames)('%s goes out and comes in as the same graph', async (name) => {
  const { body } = await home.call('/v1/chains', { body: { graph: galleryGraph(name) } });
  const back = await imported(away, await exported(home, String(body.id)));
  expect(back.status).toBe(201);
  expect((back.body.chain as { draft: unknown }).draft).toEqual(body.draft);
});

test('templates and offers go with it; the second time they are found again', async () => {
  const file = await exported(home, await chainWithTemplate());
  expect(file).toMatchObject({ jalon: 'chain', format: 1, tags: ['loyal'], templates: [{ name: 'Thanks' }] });
  const first = await imported(away, file);
  expect(first.body.notes).toEqual([
    { code: 'template_new', name: 'Thanks' },
    { code: 'offer_new', name: 'second-order-10' },
  ]);
  const chain = first.body.chain as { id: string; draft: { steps: { data: { content: { template: string } } }[] } };
  const { template } = chain.draft.steps[1]!.data.content;
  const version = await away.call(`/v1/templates/${template}/versions/1`);
  expect(version.body).toMatchObject({
    content: { subject: 'Thanks' },
    draft: { variants: { en: { subject: 'Thanks' } } },
  });
  const validated = await away.call(`/v1/chains/${chain.id}/validate`, { method: 'POST' });
  expect(validated.body).toMatchObject({ publishable: true });
  const offers = await away.call('/v1/offers');
  expect(offers.body.items).toMatchObject([{ id: 'second-order-10', names: { fr: 'Dix pour cent' } }]);

  const second = await imported(away, file);
  expect((second.body.notes as Note[]).map((n) => n.code)).toEqual(['template_known', 'offer_kept']);
  const again = await exported(away, chain.id);
  expect({ ...again, exportedAt: '' }).toEqual({
    ...file,
    exportedAt: '',
    templates: again.templates,
    graph: again.graph,
  });
});

/** A template whose first version weighs about so many bytes. */
async function heavy(bytes: number): Promise<{ template: string; version: 1 }> {
  const source = `<p>${'x'.repeat(bytes / 2)}</p>`;
  const body = {
    name: 'Heavy',
    channel: 'email',
    draft: { language: 'en', variants: { en: { ...draft.variants.en, source } } },
  };
  const { body: made } = await home.call('/v1/templates', { body });
  await home.call(`/v1/templates/${made.id}/versions`, { body: {}, headers: { 'If-Match': '1' } });
  return { template: String(made.id), version: 1 };
}

test('what is exported can be imported, however many large templates it names; more than that is refused at the export', async () => {
  const { body: chain } = await home.call('/v1/chains', { body: { graph: galleryGraph('classic') } });
  const graph = JSON.parse(JSON.stringify(chain.draft));
  const mails = graph.steps.filter((s: { data: { channel?: string } }) => s.data.channel === 'email');
  for (const step of mails) step.data.content = await heavy(960_000);
  const { body: full } = await home.call('/v1/chains', { body: { graph } });
  const file = await exported(home, String(full.id));
  expect(JSON.stringify(file).length).toBeGreaterThan(home.deps.config.bodyLimits.json);
  const back = await imported(away, file);
  expect(back.status).toBe(201);
  const chosen = (back.body.chain as { draft: { steps: { id: string; data: { content: object } }[] } }).draft.steps;
  const places = mails.map(({ id }: { id: string }) => chosen.find((s) => s.id === id)!.data.content);
  expect(new Set(places.map((p: object) => JSON.stringify(p))).size).toBe(mails.length);

  const narrow = { ...home.deps.config.bodyLimits, file: 4 * 1024 * 1024 };
  const app = createApi({ ...home.deps, config: { ...home.deps.config, bodyLimits: narrow } });
  const headers = { Authorization: `Bearer ${home.admin.token}` };
  const refused = await app.request(`/v1/chains/${full.id}/export`, { headers });
  expect(refused.status).toBe(422);
  expect(await refused.json()).toMatchObject({ problems: [{ code: 'file_too_large' }] });
});

test('an author brings a chain in without the offers, and is told which', async () => {
  const file = { ...(await exported(home, await chainWithTemplate())) };
  const offers = [{ id: 'new-offer', names: { en: 'New' } }];
  const { token } = await createKey(away.db, away.now(), { name: 'author', scopes: ['chains:draft'] });
  const { status, body } = await imported(away, { ...file, offers }, { key: token });
  expect(status).toBe(201);
  expect(body.notes).toContainEqual({ code: 'offer_lacking', name: 'new-offer' });
  expect(JSON.stringify((await away.call('/v1/offers')).body)).not.toContain('new-offer');
});

test('a bad file says what is wrong and where, in the reader’s language, and leaves nothing behind', async () => {
  const count = async () => ((await away.call('/v1/chains?limit=200')).body.items as unknown[]).length;
  const templates = async () => ((await away.call('/v1/templates?limit=200')).body.items as unknown[]).length;
  const before = [await count(), await templates()];
  const file = await exported(home, await chainWithTemplate());
  const flawed = { ...file, templates: [{ ...(file.templates as object[])[0], content: { subject: '' } }] };
  const bad = await imported(away, flawed);
  expect(bad.status).toBe(422);
  expect(bad.body.problems?.map((p) => p.field)).toEqual(['templates.0.content.subject', 'templates.0.content.html']);
  const lacking = await imported(away, { ...file, templates: [] }, { headers: { 'Accept-Language': 'fr' } });
  expect(lacking.body.problems).toMatchObject([{ code: 'missing_template', step: 'thanks' }]);
  expect(JSON.stringify(lacking.body)).toContain('il manque au fichier la version 1');
  expect((await imported(away, { hello: 1 })).body.problems).toMatchObject([{ code: 'not_a_chain' }]);
  expect([await count(), await templates()]).toEqual(before);
});
