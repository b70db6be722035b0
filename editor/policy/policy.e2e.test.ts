import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Desk, openDesk } from '#setup/testing/desk.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.close());

test('a cap is changed in French: its difference in words, what-if, save, history', async () => {
  const { context, page } = await desk.open({ language: 'fr' });
  await page.goto('/policy');
  await page.getByRole('button', { name: 'Combien: 3' }).click();
  await page.getByRole('spinbutton').fill('2');
  await page.keyboard.press('Escape');
  const draft = page.getByRole('region', { name: 'Votre brouillon' });
  await draft.getByText('Modifiée').waitFor();
  expect(await draft.locator('ins').textContent()).toMatch(/^Au plus 2 sollicitations commerciales/);
  await page.getByRole('tab', { name: 'Et si' }).click();
  await page.getByRole('button', { name: 'Rejouer' }).click();
  await page.getByRole('table').waitFor();
  await draft.getByRole('button', { name: 'Mettre en vigueur' }).click();
  await page.getByText('La version 2 est en vigueur.').waitFor();
  await page.getByRole('tab', { name: 'Historique' }).click();
  await page.getByRole('heading', { name: /^Version 2/ }).waitFor();
  await context.close();
});

test('who only looks sees the rules and can change nothing', async () => {
  const { context, page } = await desk.open({ roles: ['viewer'] });
  await page.goto('/policy');
  await page.getByText('rolling days').first().waitFor();
  expect(await page.getByRole('button', { name: 'Add a rule' }).count()).toBe(0);
  await context.close();
});
