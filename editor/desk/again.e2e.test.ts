import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PASSWORD } from '#api/testing/visitor.ts';
import { galleryGraph } from '#chains/index.ts';
import { type Desk, openDesk } from '#setup/testing/desk.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.close());

async function drawing(page: Page): Promise<{ id: string; name: () => Promise<string> }> {
  const id = String((await desk.rig.call('/v1/chains', { body: { graph: galleryGraph('classic') } })).body.id);
  await page.goto(`/chains/${id}`);
  await page.locator('[data-saved=saved]').waitFor();
  return { id, name: async () => ((await desk.rig.call(`/v1/chains/${id}`)).body.draft as { name: string }).name };
}

const over = (page: Page) => page.getByRole('dialog', { name: 'Vous n’êtes plus connecté' });
const renamed = (page: Page, name: string) => page.getByLabel('Nom de la chaîne', { exact: true }).fill(name);

async function enter(page: Page, at: Page | ReturnType<typeof over> = page): Promise<void> {
  await at.getByLabel('Mot de passe').fill(PASSWORD);
  await at.getByRole('button', { name: 'Se connecter' }).click();
}

test('whose session ends while drawing signs in over the page, and what was drawn is saved', async () => {
  const { context, page } = await desk.open({ language: 'fr' });
  const chain = await drawing(page);
  await context.clearCookies();
  await renamed(page, 'Dessiné sans session');
  await over(page).waitFor();
  expect(await page.getByText('API key').count()).toBe(0);
  expect(await chain.name()).not.toBe('Dessiné sans session');

  await enter(page, over(page));
  await over(page).waitFor({ state: 'detached' });
  await expect.poll(chain.name).toBe('Dessiné sans session');
  await page.locator('[data-saved=saved]').waitFor();
  expect(new URL(page.url()).pathname).toBe(`/chains/${chain.id}`);
  await context.close();
});

test('whoever leaves the page for the door finds the place and the work again', async () => {
  const { context, page } = await desk.open({ language: 'fr' });
  const chain = await drawing(page);
  const email = (await (await context.request.get('/v1/me')).json()).person.email as string;
  await context.clearCookies();
  await renamed(page, 'Gardé ici');
  await over(page).waitFor();
  page.on('dialog', (dialog) => void dialog.accept());
  await page.goto(`/chains/${chain.id}?view=live`);
  await page.getByRole('heading', { name: 'Se connecter' }).waitFor();
  await page.getByLabel('Adresse e-mail').fill(email);
  await enter(page);
  await page.getByRole('button', { name: 'Le reprendre' }).click();
  expect(new URL(page.url()).search).toBe('?view=live');
  await expect.poll(chain.name).toBe('Gardé ici');
  await context.close();
});
