import { createRequire } from 'node:module';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Desk, openDesk } from '#setup/testing/desk.ts';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

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

test('Ctrl-K finds a customer and a template too; to who may not see customers it shows none', async () => {
  const traits = { firstName: 'Zélie', lastName: 'Quintard', email: 'zelie@shop.example' };
  await desk.rig.call('/v1/identify', { body: { userId: 'zelie', traits } });
  const draft = { language: 'en', variants: { en: { subject: 'Hello', format: 'html', source: '<p>Hello</p>' } } };
  await desk.rig.call('/v1/templates', { body: { name: 'Quarterly letter', channel: 'email', draft } });
  const { context, page } = await desk.open();
  await page.goto('/');
  await page.keyboard.press('Control+k');
  const field = page.getByRole('combobox', { name: 'Find' });
  await field.fill('quart');
  await page.getByRole('option', { name: 'Quarterly letter' }).waitFor();
  await field.fill('xyzzy');
  await page.getByText('Nothing of that name.').waitFor();
  await page.addScriptTag({ path: AXE });
  expect(await page.evaluate('axe.run(document).then(({ violations }) => violations.map(({ id }) => id))')).toEqual([]);
  await field.fill('quintard');
  await page.getByRole('option', { name: /Zélie Quintard/ }).click();
  await page.getByRole('heading', { level: 1, name: 'Zélie Quintard' }).waitFor();
  await context.close();

  const viewer = await desk.open({ roles: ['viewer'] });
  await viewer.page.goto('/');
  await viewer.page.keyboard.press('Control+k');
  await viewer.page.getByRole('combobox', { name: 'Find' }).fill('quintard');
  await viewer.page.getByText('Nothing of that name.').waitFor();
  await viewer.context.close();
});
