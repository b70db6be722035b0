import { afterAll, beforeAll, expect, test } from 'vitest';
import { preview } from '#activities/channels/email/preview.ts';
import { checkContent } from '#activities/channels/index.ts';
import { createOwed } from '#activities/owed/send.ts';
import { createRig, type Rig } from '#api/testing/rig.ts';
import { galleryGraph } from '#chains/index.ts';
import { STARTERS } from '#core/contents/starters.ts';
import { ensureStarters } from '#setup/starters.ts';
import { fakeHands } from '#setup/testing/rig.ts';
import { createKey } from '#store/keys.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await createRig({ preview, checkContent });
});
afterAll(() => rig.drop());

const draft = STARTERS[0]!.draft;
const match = (revision: number) => ({ 'If-Match': `"${revision}"` });

async function template(of: unknown = draft): Promise<string> {
  const { status, body } = await rig.call('/v1/templates', { body: { name: 'Thanks', folder: 'Shop', draft: of } });
  expect(status).toBe(201);
  return String(body.id);
}
const version = (id: string, revision = 1) =>
  rig.call(`/v1/templates/${id}/versions`, { body: { note: 'first' }, headers: match(revision) });

test('a template is a draft under a revision, and found by name, folder and subject', async () => {
  const id = await template();
  const { body } = await rig.call(`/v1/templates/${id}`);
  expect(body).toMatchObject({ name: 'Thanks', folder: 'Shop', revision: 1, version: null, draft });
  for (const word of ['thank', 'shop', 'merci']) {
    const found = await rig.call(`/v1/templates?search=${word}`);
    expect(found.body.items).toMatchObject([{ id, languages: ['en', 'fr'], subject: 'Thank you for your purchase' }]);
  }
  const put = { method: 'PUT', body: { name: 'Mine' }, headers: match(1) };
  expect((await rig.call(`/v1/templates/${id}`, put)).body).toMatchObject({ revision: 2, name: 'Mine' });
  expect(await rig.call(`/v1/templates/${id}`, put)).toMatchObject({
    status: 409,
    body: { problems: [{ code: 'stale_revision' }], current: { revision: 2 } },
  });
});

test('versions are numbered, keep source and HTML, and never change with the draft', async () => {
  const id = await template();
  expect(await version(id)).toMatchObject({ status: 201, body: { number: 1, note: 'first' } });
  const changed = { ...draft, variants: { en: { ...draft.variants.en!, subject: 'Other' } } };
  await rig.call(`/v1/templates/${id}`, { method: 'PUT', body: { draft: changed }, headers: match(1) });
  const { body } = await rig.call(`/v1/templates/${id}/versions/1`);
  expect(body).toMatchObject({ draft, content: { subject: draft.variants.en!.subject, language: 'en' } });
  expect(JSON.stringify(body.content)).toContain('<!doctype html>');
  expect((await version(id, 2)).body).toMatchObject({ number: 2 });
  const { body: list } = await rig.call(`/v1/templates/${id}/versions`);
  expect(list.items).toMatchObject([{ number: 2 }, { number: 1 }]);
});

test('a draft with a flaw is no version, and the answer says where', async () => {
  const flawed = { subject: '{{ nobody.name }}', format: 'mjml', source: '<mjml><mj-body><mj-bad /></mj-body></mjml>' };
  const id = await template({ language: 'fr', variants: { fr: flawed } });
  const { status, body } = await version(id);
  expect(status).toBe(422);
  expect(body.problems?.map(({ code, field }) => [code, field])).toEqual([
    ['bad_mjml', 'variants.fr.source'],
    ['bad_content', 'variants.fr.subject'],
  ]);
  const none = await template({ language: 'de', variants: { fr: flawed } });
  expect((await version(none)).body.problems).toMatchObject([{ code: 'no_variant', field: 'language' }]);
});

test('a chain that names a version carries its content; a withdrawn template is published by no chain', async () => {
  const id = await template();
  await version(id);
  const graph = JSON.parse(JSON.stringify(galleryGraph('classic')));
  const step = graph.steps.find((s: { type: string; data: { channel?: string } }) => s.data.channel === 'email');
  step.data.content = { template: id, version: 1 };
  const { body: chain } = await rig.call('/v1/chains', { body: { graph } });
  const publish = (revision: number) =>
    rig.call(`/v1/chains/${chain.id}/publish`, { body: {}, headers: match(revision) });
  const { status, body } = await publish(1);
  expect(status).toBe(201);
  const { body: published } = await rig.call(`/v1/versions/${body.id}`);
  expect(JSON.stringify(published.graph)).toContain(`{"version":1,"template":"${id}"}`);
  expect(JSON.stringify(published.plan)).toContain('Merci de votre achat');
  await rig.call(`/v1/templates/${id}`, { method: 'PUT', body: { withdrawn: true }, headers: match(1) });
  expect((await publish(1)).body.problems).toMatchObject([{ code: 'withdrawn_template', step: step.id }]);
  const checked = await rig.call(`/v1/chains/${chain.id}/validate`, { method: 'POST' });
  expect(checked.body).toMatchObject({ publishable: false, problems: [{ code: 'withdrawn_template' }] });
});

test('a message is shown as a persona or a customer, and what is unknown stands in brackets', async () => {
  const variant = { ...draft.variants.fr!, defaults: {} };
  const render = (as: unknown, key?: string) =>
    rig.call('/v1/contents/render', { body: { variant, language: 'fr', as }, ...(key ? { key } : {}) });
  const nobody = await render(null);
  expect(nobody.body).toMatchObject({ missing: ['profile.firstName'], problems: [] });
  expect(nobody.body.html).toContain('[firstName]');
  expect(nobody.body.warnings).toMatchObject([{ code: 'no_fallback', names: ['profile.firstName'] }]);
  const { body: persona } = await rig.call('/v1/personas', {
    body: { name: 'Claire', locale: 'fr', traits: { firstName: 'Claire' } },
  });
  const shown = await render({ persona: persona.id });
  expect(shown.body).toMatchObject({ missing: [] });
  expect(shown.body.html).toContain('Merci, Claire');
  expect(shown.body.text).toContain('Merci, Claire');
  await rig.call('/v1/identify', { body: { userId: 'jean', traits: { firstName: 'Jean' } } });
  const { body: found } = await rig.call('/v1/customers/lookup', { body: { userId: 'jean' } });
  const jean = (found.items as { id: string }[])[0]!.id;
  expect((await render({ customer: jean })).body.html).toContain('Merci, Jean');
  const { token } = await createKey(rig.db, rig.now(), { name: 'viewer', scopes: ['chains:read'] });
  expect(await render({ customer: jean }, token)).toMatchObject({ status: 403 });
  const { body: variables } = await rig.call('/v1/variables');
  expect(variables.items).toContainEqual({ path: 'profile.firstName', type: 'string', event: null });
});

test('a proof goes to its list, marked, filled in and under the gate; no contact is counted', async () => {
  const { body: list } = await rig.call('/v1/proof-lists', {
    body: { name: 'Team', addresses: ['a@team.example', 'b@team.example'] },
  });
  const tricky = {
    ...draft.variants.en!,
    subject: 'Hi {{ profile.firstName }}',
    defaults: { 'profile.firstName': '{{ x }}' },
  };
  const { status, body } = await rig.call('/v1/contents/proof', { body: { variants: { en: tricky }, list: list.id } });
  expect(status).toBe(201);
  expect(body).toMatchObject({ recipients: 2, fates: { waiting: 2 } });
  const hands = fakeHands('email', 10);
  const gate = (_: string, address: string | null) => address === 'a@team.example';
  await createOwed({ db: rig.db, clock: rig.deps.clock, adapter: hands, gate })();
  expect(hands.got).toMatchObject([{ address: 'a@team.example', facts: { params: { subject: '[BAT] Hi {{ x }}' } } }]);
  expect((await rig.call(`/v1/proofs/${body.id}`)).body).toMatchObject({ fates: { sent: 1, off: 1 } });
  expect(await rig.db.selectFrom('pressure').selectAll().execute()).toEqual([]);
  const kept = await rig.db.selectFrom('mails_owed').select('params').execute();
  expect(kept.map((m) => m.params)).toEqual([{}, {}]);
});

test('an offer has names, a validity and a topic, and stays while a chain makes it', async () => {
  const put = (body: unknown) => rig.call('/v1/offers/spring', { method: 'PUT', body });
  const names = { en: 'Spring', fr: 'Printemps' };
  expect(await put({ names, validFrom: '2026-12-01T00:00:00Z', validUntil: '2026-11-30T00:00:00Z' })).toMatchObject({
    status: 422,
    body: { problems: [{ code: 'ends_before', field: 'validUntil' }] },
  });
  expect((await put({ names, topic: 'none' })).body.problems).toMatchObject([{ code: 'unknown_topic' }]);
  expect(await put({ names, product: 'p1' })).toMatchObject({ status: 200, body: { id: 'spring', names } });
  expect((await rig.call('/v1/offers')).body.items).toMatchObject([{ id: 'spring', product: 'p1', validUntil: null }]);
  expect(await rig.call('/v1/offers/spring', { method: 'DELETE' })).toMatchObject({ body: { deleted: true } });
  expect((await rig.call('/v1/offers')).body.items).toEqual([]);
});

test('a fresh base has templates to begin with, once', async () => {
  const fresh = await createRig({ preview, checkContent });
  try {
    await Promise.all([ensureStarters(fresh.db, fresh.now()), ensureStarters(fresh.db, fresh.now())]);
    const { body } = await fresh.call('/v1/templates');
    expect((body.items as { name: string }[]).map((t) => t.name)).toHaveLength(STARTERS.length);
    for (const { draft } of STARTERS) {
      for (const [language, variant] of Object.entries(draft.variants)) {
        const shown = await fresh.call('/v1/contents/render', { body: { variant, language } });
        const codes = (shown.body.warnings as { code: string }[]).map((w) => w.code);
        expect([shown.body.problems, shown.body.missing, codes]).toEqual([[], [], []]);
      }
    }
  } finally {
    await fresh.drop();
  }
});

test('the content of a contact is shown in the language of its reader: written in the chain, by reference, or a script', async () => {
  const as = { traits: { firstName: 'Zoé' }, entry: {} };
  const show = (channel: string, content: unknown, language = 'fr') =>
    rig.call('/v1/contents/contact', { body: { channel, content, language, as } });
  const id = await template();
  await version(id);
  expect((await show('email', { template: id, version: 1 })).body.html).toContain('Merci, Zoé');
  expect((await show('email', { template: id, version: 1 }, 'en')).body.html).toContain('Thank you, Zoé');
  expect(await show('email', { template: id, version: 9 })).toMatchObject({ status: 404 });
  expect((await show('email', { subject: 'Soon', html: '' })).body).toMatchObject({ subject: 'Soon', problems: [] });
  const call = { kind: 'call', title: 'Call {{ profile.firstName }}', body: 'About {{ profile.car }}.' };
  expect((await show('task', call)).body).toMatchObject({
    ...{ subject: 'Call Zoé', text: 'About [car].', missing: ['profile.car'] },
  });
  expect((await show('task', { ...call, body: '{% if' })).body.problems).toMatchObject([{ field: 'body' }]);
});
