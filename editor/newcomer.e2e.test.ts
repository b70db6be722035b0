/**
 * The first ten minutes of somebody who has never seen Jalon, in French, on the whole stack: the one-time link, a chain of
 * the gallery, its try-out, publishing, a simulated purchase, and the mail that comes of it. `PICTURES=docs` keeps what
 * she sees, for the README.
 */
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openRunning, type Running } from '#setup/testing/running.ts';
import { firstLink } from '#store/links.ts';

let running: Running;
beforeAll(async () => {
  running = await openRunning({ day: 6_000 });
});
afterAll(() => running?.stop());

async function picture(page: Page, name: string): Promise<void> {
  await expect.poll(() => page.locator('[data-loading]').count(), { timeout: 20_000 }).toBe(0);
  const folder = process.env.PICTURES;
  if (!folder) return;
  await expect.poll(() => page.locator('[data-sonner-toast]').count(), { timeout: 10_000 }).toBe(0);
  await page.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled' });
}

test('une débutante arrive par le lien, prend la chaîne classique, l’essaie, la publie, simule un achat et voit partir l’e-mail', async () => {
  const { desk, engine, catcher } = running;
  const { context, page } = await desk.enter({ language: 'fr' });
  await page.goto(`/welcome?token=${await firstLink(engine.db)}`);
  await page.getByLabel('Votre nom').fill('Claire Fontaine');
  await page.getByLabel('Adresse e-mail').fill('claire@aubrac.example');
  await page.getByLabel('Mot de passe').fill('une phrase se retient bien');
  await page.getByLabel('Nom de l’entreprise').fill('Maison Aubrac');
  await page.getByRole('button', { name: 'Commencer' }).click();

  await page.getByRole('heading', { level: 1, name: 'Accueil' }).waitFor();
  const list = page.getByRole('region', { name: 'Premiers pas' });
  await list.getByText('Dessiner une première chaîne').waitFor();
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Chaînes' }).click();
  await page.getByRole('link', { name: 'Galerie' }).first().click();
  const classic = page.getByRole('listitem').filter({ hasText: 'classique' }).first();
  await classic.waitFor();
  await picture(page, 'galerie');
  await classic.getByRole('button', { name: 'Utiliser cette chaîne' }).click();
  const asked = page.getByRole('dialog');
  await asked.getByLabel(/^X/).fill('45');
  await asked.getByLabel('Nom de l’expéditeur').fill('Maison Aubrac');
  await page.setViewportSize({ width: 1760, height: 920 });
  await asked.getByRole('button', { name: 'Ouvrir la chaîne' }).click();

  await page.locator('.react-flow__node').filter({ hasText: 'J+7' }).first().waitFor();
  await page.locator('.react-flow__node').filter({ hasText: 'J+7' }).first().click();
  await page.getByRole('complementary').waitFor();
  await picture(page, 'dessin');
  await page.setViewportSize({ width: 1280, height: 800 });

  await page.getByRole('link', { name: 'Essai à blanc' }).click();
  const result = page.getByRole('region', { name: 'Ce qui se passerait' });
  await result.getByText('8 envoyées').waitFor();
  await page.getByRole('button', { name: 'Se désabonne', exact: true }).click();
  await result.getByText('Se désabonne de tout').waitFor();
  await picture(page, 'essai');

  await page.getByRole('button', { name: 'Publier…' }).click();
  const panel = page.getByRole('dialog');
  await panel.getByLabel('Note pour l’historique').fill('La première');
  await panel.getByRole('button', { name: 'Publier', exact: true }).click();
  await page.getByText('La version 1 est publiée.').waitFor();

  await page.getByRole('link', { name: 'Dessin' }).click();
  await page.getByRole('button', { name: 'En simuler un' }).click();
  await page.getByText('Un client de test est entré.').waitFor();
  const first = () => catcher.mailbox.list({ limit: 100 }).at(-1)?.to;
  await expect.poll(first, { timeout: 60_000 }).toEqual(['claire@aubrac.example']);

  await page.getByRole('link', { name: 'Suivre le client' }).click();
  await page.waitForURL(/\/customers\//);
  // The last is the first: what comes meanwhile stands above it.
  await page.getByText('Pourquoi\u202f?').filter({ visible: true }).last().click();
  await page
    .getByText(/^Envoyé/)
    .filter({ visible: true })
    .first()
    .waitFor();
  await picture(page, 'client');
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Accueil' }).click();
  await list.getByText('4 sur 5').waitFor();
  await picture(page, 'accueil');
  await context.close();
});
