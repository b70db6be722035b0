import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Desk, openDesk } from '#setup/testing/desk.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.close());

test('the rail leads to seven pages, in English and in French', async () => {
  for (const [language, names] of [
    ['en', ['Home', 'Chains', 'Customers', 'Contents', 'Work list', 'Policy', 'Operations']],
    ['fr', ['Accueil', 'Chaînes', 'Clients', 'Contenus', 'Tâches', 'Politique', 'Suivi']],
  ] as const) {
    const { context, page } = await desk.open({ language });
    await page.goto('/');
    const rail = page.getByRole('navigation', { name: 'Pages' });
    expect(await rail.getByRole('link').allInnerTexts()).toEqual(names);
    for (const name of names.slice(1)) {
      await rail.getByRole('link', { name }).click();
      await page.getByRole('heading', { level: 1, name }).waitFor();
    }
    await context.close();
  }
});

test('who has only a work list sees only the work list', async () => {
  const { context, page } = await desk.open({ roles: ['agent'] });
  await page.goto('/tasks');
  await page.getByRole('heading', { level: 1 }).waitFor();
  await expect
    .poll(() => page.getByRole('navigation', { name: 'Pages' }).getByRole('link').allInnerTexts())
    .toEqual(['Work list']);
  await context.close();
});

test('Ctrl-K finds a page by its name', async () => {
  const { context, page } = await desk.open();
  await page.goto('/');
  await page.getByRole('heading', { level: 1, name: 'Home' }).waitFor();
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Find' }).fill('oper');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Operations' }).waitFor();
  await context.close();
});
