import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { numberOf } from '#api/ids.ts';
import { galleryGraph } from '#chains/index.ts';
import { type Desk, openDesk } from '#setup/testing/desk.ts';
import { markDemo } from '#store/demo.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.close());

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
async function violations(page: Page): Promise<string[]> {
  await page.addScriptTag({ path: AXE });
  // The rail around it has its own test.
  const within = (await page.getByRole('dialog').count()) > 0 ? '[role=dialog]' : 'main';
  return page.evaluate(async (context) => {
    const { axe } = globalThis as unknown as {
      axe: { run(context: string): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    return (await axe.run(context)).violations.map((v) => `${v.id}: ${v.nodes[0]?.html}`);
  }, within);
}

const idIn = (page: Page) => /\/chains\/(chn_\w+)/.exec(page.url())![1]!;
const draftOf = async (id: string) => (await desk.rig.call(`/v1/chains/${id}`)).body.draft;
const menuOf = (page: Page, name: RegExp) => page.getByRole('button', { name });

test('from an empty list by the gallery to the canvas: three clicks and what is one’s own', async () => {
  const { context, page } = await desk.open();
  await page.goto('/chains');
  await page.getByText('No chain yet').waitFor();
  expect(await violations(page)).toEqual([]);
  await page.getByRole('link', { name: 'Gallery' }).first().click();
  const card = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: 'Renewal of a contract' }) });
  await card.getByText('never received').first().waitFor();
  expect(await violations(page)).toEqual([]);
  await card.getByRole('button', { name: /^Use this chain/ }).click();
  const dialog = page.getByRole('dialog', { name: 'Renewal of a contract' });
  await dialog.getByLabel(/^X: e-mail/).fill('1.5');
  await dialog.getByText('A whole number of days.').waitFor();
  await dialog.getByLabel(/^X: e-mail/).fill('-45');
  await dialog.getByLabel('Name of the sender').fill('Atelier Nord');
  expect(await violations(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Open the chain' }).click();
  await page.getByText('E-mail: time to renew').first().waitFor();
  const { params } = (await draftOf(idIn(page))) as ReturnType<typeof galleryGraph>;
  expect(params).toMatchObject({ X: { value: -45 }, Y: { value: -30 }, sender: { value: 'Atelier Nord' } });
  await context.close();
});

test('in French and in the dark: duplicated, moved, found again, and the draft deleted', async () => {
  const { context, page } = await desk.open({ language: 'fr', dark: true });
  await page.goto('/chains/gallery');
  await page.getByLabel('Chercher dans la galerie').fill('anniversaire');
  await page.getByRole('heading', { name: 'Anniversaire' }).waitFor();
  expect(
    await page
      .getByRole('listitem')
      .filter({ has: page.getByRole('heading') })
      .count(),
  ).toBe(1);
  expect(await violations(page)).toEqual([]);
  await page.goto('/chains');
  await menuOf(page, /^Actions pour Renewal/).click();
  await page.getByRole('menuitem', { name: 'Dupliquer' }).click();
  await page.getByRole('link', { name: 'Renewal of a contract (2)' }).waitFor();
  await menuOf(page, /^Actions pour .*\(2\)/).click();
  await page.getByRole('menuitem', { name: /^Renommer/ }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Nom').fill('Renouvellement 2027');
  await dialog.getByLabel('Dossier').fill('Fidélité');
  await dialog.getByLabel('Étiquettes').fill('contrats');
  expect(await violations(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Enregistrer' }).click();
  await dialog.waitFor({ state: 'detached' });
  await page.getByRole('search').getByRole('combobox', { name: 'Dossier' }).selectOption('Fidélité');
  await page.getByRole('link', { name: 'Renouvellement 2027' }).waitFor();
  await expect.poll(() => page.getByRole('row').count()).toBe(2);
  expect(await violations(page)).toEqual([]);
  await menuOf(page, /^Actions pour Renouvellement/).click();
  await page.getByRole('menuitem', { name: 'Supprimer le brouillon' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Supprimer le brouillon' }).click();
  await page.getByText('Aucune chaîne ne correspond').waitFor();
  await page.getByRole('button', { name: 'Tout afficher' }).click();
  await page.getByRole('link', { name: 'Renewal of a contract' }).waitFor();
  await context.close();
});

test('a chain goes out as a file and comes in as the same graph; a bad file says where it is bad', async () => {
  const { body } = await desk.rig.call('/v1/chains', { body: { graph: galleryGraph('classic') } });
  const { context, page } = await desk.open();
  await page.goto('/chains');
  await menuOf(page, /with After a purchase: the classic/).click();
  const download = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: 'Export as a file' }).click();
  const file = await download;
  expect(file.suggestedFilename()).toBe('after-a-purchase-the-classic-chain.jalon.json');
  const text = await readFile(await file.path(), 'utf8');

  await page.getByRole('button', { name: 'Import a file' }).click();
  const dialog = page.getByRole('dialog');
  const choose = (content: string) =>
    dialog
      .getByLabel('File of the chain (.json)')
      .setInputFiles({ name: 'chain.json', mimeType: 'application/json', buffer: Buffer.from(content) });
  await choose('{\n  "jalon": "chain",\n}');
  await dialog.getByText('from line 3, column 1 on').waitFor();
  await choose(JSON.stringify({ ...JSON.parse(text), graph: { schema: 1, name: '', steps: [] } }));
  await dialog.getByText(/name/).first().waitFor();
  expect(await violations(page)).toEqual([]);
  await choose(text);
  await page.waitForURL(/\/chains\/chn_\w+$/);
  expect(idIn(page)).not.toBe(body.id);
  expect(await draftOf(idIn(page))).toEqual(body.draft);
  await context.close();
});

test('a published chain waits for its first customer: a simulated one enters and is not counted, a real one ends the waiting', async () => {
  const { body } = await desk.rig.call('/v1/chains', { body: { graph: galleryGraph('callback') } });
  await desk.rig.call(`/v1/chains/${body.id}/publish`, { body: {}, headers: { 'If-Match': '1' } });
  const { context, page } = await desk.open({ roles: ['author'] });
  await page.goto(`/chains/${body.id}`);
  const waiting = page.getByRole('region', { name: 'Waiting for the first “Call Back Requested”' });
  await waiting.getByText('This event has never been received').waitFor();
  await waiting.getByText('What your developer sends').first().click();
  const line = await waiting.locator('pre').textContent();
  expect(line).toContain(`${desk.url}/v1/track`);
  expect(line).toMatch(/"event":"Call Back Requested","properties":\{.*"subject":"Test"/);
  expect(await violations(page)).toEqual([]);
  await waiting.getByRole('button', { name: 'Simulate one' }).click();
  await waiting.getByText('A test customer has entered.').waitFor();
  expect((await desk.rig.call('/v1/chains?q=Call-back')).body.items).toMatchObject([{ entered: 0 }]);
  await desk.rig.call('/v1/track', { body: { userId: 'ann', event: 'Call Back Requested' } });
  await waiting.waitFor({ state: 'detached' });
  await context.close();
});

test('a chain is archived from the list and taken back, and the audit tells both in words', async () => {
  const { body } = await desk.rig.call('/v1/chains', { body: { graph: galleryGraph('points') } });
  await desk.rig.call(`/v1/chains/${body.id}/publish`, { body: {}, headers: { 'If-Match': '1' } });
  const { context, page } = await desk.open();
  await page.goto('/chains');
  const menu = menuOf(page, /^What to do with Points/);
  const row = page.getByRole('row', { name: /^Points/ });
  for (const [item, state] of [
    ['Archive', 'Archived'],
    ['Take back from the archive', 'Live'],
  ] as const) {
    await menu.click();
    await page.getByRole('menuitem', { name: item }).click();
    expect(await violations(page)).toEqual([]);
    await page.getByRole('dialog').getByRole('button', { name: item }).click();
    await row.getByText(state, { exact: true }).waitFor();
  }
  await page.goto('/settings/audit');
  await page.getByRole('row', { name: /Took back from the archive Points/ }).waitFor();
  await page.getByRole('row', { name: /Archived Points/ }).waitFor();
  await context.close();
});

test('who only reads is offered nothing to change', async () => {
  const { context, page } = await desk.open({ roles: ['viewer'] });
  await page.goto('/chains');
  await menuOf(page, /with Call-back/).click();
  const offered = await page.getByRole('menuitem').allTextContents();
  expect(offered.map((item) => item.trim())).toEqual(['Open', 'Export as a file']);
  await page.keyboard.press('Escape');
  expect(await page.getByRole('button', { name: 'New chain' }).count()).toBe(0);
  await page.goto('/chains/gallery');
  await page.getByRole('heading', { name: 'Referral' }).waitFor();
  expect(await page.getByRole('button', { name: /^Use this chain/ }).count()).toBe(0);
  await context.close();
});

test('the demo is removed after being asked twice, and one’s own chains stay', async () => {
  const { body } = await desk.rig.call('/v1/chains?q=Call-back');
  const [demo] = body.items as { id: string }[];
  await markDemo(desk.rig.db, desk.rig.now(), { state: 'running', chains: [numberOf('chain', demo!.id)!] });
  const { context, page } = await desk.open();
  await page.goto('/chains');
  await page.getByRole('button', { name: 'Remove the demo' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('What stays').waitFor();
  expect(await violations(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Remove the demo' }).click();
  await dialog.getByText('This cannot be undone.').waitFor();
  await dialog.getByRole('button', { name: 'Yes, remove it' }).click();
  await page.waitForURL(`${desk.url}/`);
  await page.goto('/chains');
  await page.getByRole('link', { name: 'Renewal of a contract' }).waitFor();
  expect(await page.getByRole('link', { name: 'Call-back request' }).count()).toBe(0);
  expect(await page.getByRole('button', { name: 'Remove the demo' }).count()).toBe(0);
  await context.close();
});
