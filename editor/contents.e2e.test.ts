import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { simpleParser } from 'mailparser';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { preview } from '#activities/channels/email/preview.ts';
import { createEmail } from '#activities/channels/email.ts';
import { checkContent } from '#activities/channels/index.ts';
import { startOwed } from '#activities/owed/loop.ts';
import { galleryGraph } from '#chains/index.ts';
import { ensureStarters } from '#setup/starters.ts';
import { type Desk, openDesk } from '#setup/testing/desk.ts';
import { type Sink, startSink } from '#setup/testing/sink.ts';

let desk: Desk;
let sink: Sink;
let stop: () => Promise<unknown>;
beforeAll(async () => {
  desk = await openDesk({ preview, checkContent });
  await ensureStarters(desk.rig.db, desk.rig.now());
  await desk.rig.call('/v1/identify', {
    body: { userId: 'ann', traits: { firstName: 'Ann', email: 'ann@shop.example' } },
  });
  sink = await startSink({ keepRaw: 10 });
  const adapter = createEmail({
    ...{ url: sink.url, from: 'Shop <hello@shop.example>', domain: 'shop.example', instance: 'test', connections: 2 },
    ...{ monotonic: () => performance.now(), unsubscribeUrl: () => 'https://shop.example/u' },
  });
  const { db, deps } = desk.rig;
  const owed = startOwed({ db, clock: deps.clock, adapter, gate: () => true, failed: () => undefined, every: 50 });
  stop = async () => {
    owed.stop();
    await owed.done();
    await adapter.close();
  };
});
afterAll(async () => {
  await stop();
  await sink.stop();
  await desk.close();
});

/** As much of a browser as is asked here. */
type Window = { getComputedStyle(at: unknown): { backgroundColor: string } };

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  // Frames show mails: they are looked at as mails, not as parts of the page.
  return page.evaluate(async () => {
    const { axe, document } = globalThis as unknown as {
      document: unknown;
      axe: { run(on: unknown, o: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    const { violations } = await axe.run(document, { iframes: false });
    return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200)}`);
  });
}

test('a template is drawn with a variable and its fallback, looked at by night on a telephone, and its proof arrives', async () => {
  const { context, page } = await desk.open();
  await page.goto('/contents');
  await page.getByRole('button', { name: 'New template' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('Spring letter');
  await dialog.getByRole('button', { name: 'Create' }).click();
  await page.getByRole('heading', { level: 1, name: 'Spring letter' }).waitFor();

  await page.getByRole('textbox', { name: 'Subject' }).fill('Spring is here');
  await page.getByRole('textbox', { name: 'Preheader' }).fill('Something for your garden');
  await page.locator('.gjs-cv-canvas').waitFor();
  await page.getByRole('button', { name: 'Text', exact: true }).click();
  const words = page.getByRole('textbox', { name: 'Words' });
  await words.fill('Dear ');
  await page.getByRole('button', { name: 'Insert a variable: Words' }).click();
  await page.getByRole('combobox', { name: 'Variable' }).selectOption({ label: 'firstName' });
  await page.getByLabel('If the customer has none, write').fill('garden lover');
  await page.getByRole('button', { name: 'Insert', exact: true }).click();
  await expect.poll(() => words.inputValue()).toBe('Dear {{ profile.firstName }}');

  await page.getByRole('button', { name: 'Mobile' }).click();
  await page.getByRole('button', { name: 'Dark' }).click();
  const seen = page.frameLocator('iframe[title="The message as it arrives"]');
  await seen.getByText('Dear garden lover').waitFor();
  const night = await seen
    .locator('.sheet')
    .first()
    .evaluate((at) => (globalThis as unknown as Window).getComputedStyle(at).backgroundColor);
  expect(night).toBe('rgb(28, 32, 37)');
  await page.getByText('Saved', { exact: true }).waitFor();
  expect(await violations(page)).toEqual([]);

  await page.getByRole('button', { name: 'Send a proof' }).click();
  const proof = page.getByRole('dialog');
  await proof.getByLabel('Name of the list').fill('Team');
  await proof.getByLabel('E-mail addresses').fill('boss@shop.example');
  await proof.getByRole('button', { name: 'Send the proof' }).click();
  await proof.getByText('1 sent').waitFor();
  const mail = await simpleParser(sink.raw()[0]!);
  expect(mail.subject).toBe('[BAT] Spring is here');
  expect(mail.html).toContain('Dear garden lover');
  await context.close();
});

test('a version is made with a note, and restored into the draft', async () => {
  const { context, page } = await desk.open({ language: 'fr' });
  await page.goto('/contents');
  await page.getByRole('link', { name: 'Remerciement' }).click();
  await page.getByRole('textbox', { name: 'Objet' }).fill('Autre objet');
  await page.getByText('Enregistré', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Versions' }).click();
  const side = page.getByRole('dialog');
  await side.getByLabel('Ce qui a changé').fill('Objet plus court');
  await side.getByRole('button', { name: 'Créer une version' }).click();
  await side.getByText('Objet plus court').waitFor();
  await side.getByRole('button', { name: 'Rétablir la version 1' }).click();
  await expect.poll(() => page.getByRole('textbox', { name: 'Objet' }).inputValue()).toBe('Merci de votre achat');
  await context.close();
});

test('an offer is made with its last day, and the page has no fault for a reader of screens, by day and night', async () => {
  for (const dark of [false, true]) {
    const { context, page } = await desk.open({ dark });
    await page.goto('/contents');
    await page.getByRole('link', { name: 'Lettre d’information' }).waitFor();
    expect(await violations(page)).toEqual([]);
    await page.getByRole('tab', { name: 'Offers' }).click();
    await page.getByRole('button', { name: 'New offer' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name in English').fill('Ten percent');
    expect(await dialog.getByLabel('Short name').inputValue()).toBe('ten-percent');
    if (dark) {
      await dialog.getByLabel('Short name').fill('spring');
      await dialog.getByText('Another one has this short name already').waitFor();
      expect(await dialog.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true);
    }
    await dialog.getByLabel('Short name').fill(dark ? 'autumn' : 'spring');
    await dialog.getByLabel('Last day').fill('2026-12-31');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByText('until 31 Dec 2026').first().waitFor();
    expect(await violations(page)).toEqual([]);
    await context.close();
  }
});

test('a persona is invented by lines, a template is read with its eyes, and a list of readers is kept', async () => {
  const { context, page } = await desk.open();
  await page.goto('/contents');
  await page.getByRole('tab', { name: 'Personas' }).click();
  await page.getByRole('button', { name: 'New persona' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name of the persona').fill('Zoé, in love with bicycles');
  const traits = dialog.getByRole('group', { name: 'Attributes of the customer' });
  await traits.getByRole('button', { name: 'Add a line' }).click();
  await traits.getByLabel('Name 1').fill('firstName');
  await traits.getByLabel('Value 1', { exact: true }).fill('Zoé');
  expect(await violations(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('button', { name: 'Zoé, in love with bicycles' }).waitFor();

  await page.getByRole('tab', { name: 'Proof lists' }).click();
  await page.getByRole('button', { name: 'New list' }).click();
  await dialog.getByLabel('Name of the list').fill('Lawyers');
  await dialog.getByLabel('E-mail addresses').fill('ann@law.example, bob');
  await dialog.getByText('Not an e-mail address: bob').waitFor();
  await dialog.getByLabel('E-mail addresses').fill('ann@law.example');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await page.getByText('ann@law.example').waitFor();

  await page.getByRole('tab', { name: 'Templates' }).click();
  await page.getByRole('link', { name: 'Remerciement' }).click();
  await page.getByLabel('Seen by').selectOption({ label: 'Zoé, in love with bicycles' });
  await page.frameLocator('iframe[title="The message as it arrives"]').getByText('Merci, Zoé').waitFor();
  await context.close();
});

test('a message of a chain is written where it stands, becomes a template, and is kept by the chain under its version', async () => {
  const { body } = await desk.rig.call('/v1/chains', { body: { graph: galleryGraph('classic') } });
  const { context, page } = await desk.open();
  await page.goto(`/chains/${body.id}/messages`);
  await page.getByRole('button', { name: 'Edit – D+15: call by a sales representative' }).click();
  await page.getByRole('textbox', { name: 'Script of the call' }).fill('Ask about {{ profile.bicycle }}.');
  await page.getByText('Ask about [bicycle].').waitFor();
  expect(await violations(page)).toEqual([]);
  await page.getByRole('button', { name: 'Done – D+15: call by a sales representative' }).click();
  await page.getByRole('button', { name: 'Edit – D: thank-you e-mail' }).click();
  await page.getByRole('textbox', { name: 'Subject' }).fill('A hundred thanks');
  await page.getByRole('button', { name: 'Make it a template for other chains' }).click();
  await page.getByText('This contact uses version 1.').waitFor();
  const kept = page.waitForResponse((r) => r.request().method() === 'PUT' && r.url().includes('/v1/templates/'));
  await page.getByRole('textbox', { name: 'Subject' }).fill('A thousand thanks');
  await kept;
  // By key: a click right after the scrolling may still land in the preview, which is a process of its own.
  await page.getByRole('button', { name: 'Use this version here' }).press('Enter');
  await page.getByText('This contact now uses version 2.').waitFor();
  await page.locator('[data-saved=saved]').waitFor();
  const { body: now } = await desk.rig.call(`/v1/chains/${body.id}`);
  const { steps } = now.draft as { steps: { id: string; data: { content?: unknown } }[] };
  expect(steps.find(({ id }) => id === 'thanks')?.data.content).toMatchObject({ version: 2 });
  await context.close();
});
