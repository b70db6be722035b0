import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Desk, openDesk } from '#setup/testing/desk.ts';
import { line } from '#setup/testing/graphs.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.close());

test('an earlier version goes live again only after what changes was read; its drawing is taken if asked for', async () => {
  const { rig } = desk;
  const graph = (days: number) => line('Again', [{ id: 'p', type: 'wait', data: { for: { days } } }]);
  const headers = (revision: number) => ({ headers: { 'If-Match': `"${revision}"` } });
  const id = String((await rig.call('/v1/chains', { body: { graph: graph(3) } })).body.id);
  await rig.call(`/v1/chains/${id}/publish`, { body: {}, ...headers(1) });
  await rig.call(`/v1/chains/${id}`, { method: 'PUT', body: { graph: graph(8) }, ...headers(1) });
  await rig.call(`/v1/chains/${id}/publish`, { body: {}, ...headers(2) });
  const versions = async () => (await rig.call(`/v1/chains/${id}/versions`)).body.items;
  const drawn = async () => JSON.stringify((await rig.call(`/v1/chains/${id}`)).body.draft);
  const before = await drawn();

  const { context, page } = await desk.open({ language: 'fr', width: 380 });
  await page.goto(`/chains/${id}/versions`);
  const asked = page.getByRole('dialog', { name: 'Publier à nouveau la version 1 ?' });
  await page.getByRole('button', { name: 'Publier à nouveau…' }).click();
  await asked
    .getByRole('region', { name: 'Ce qui change pour les nouveaux entrants' })
    .getByText('3 jours')
    .first()
    .waitFor();
  expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
  await asked.getByRole('button', { name: 'Annuler' }).click();
  await asked.waitFor({ state: 'detached' });
  expect(await versions()).toHaveLength(2);

  await page.getByRole('button', { name: 'Publier à nouveau…' }).click();
  await asked.getByLabel('Note pour l’historique').fill('Trop long');
  await asked.getByRole('button', { name: 'Publier à nouveau' }).click();
  await page.getByText('De nouveau la version 1').waitFor();
  expect(await versions()).toMatchObject([{ number: 3, again: 1, note: 'Trop long' }, { number: 2 }, { number: 1 }]);
  expect(await drawn()).toBe(before);

  // Back to the second, and then to the first with its drawing.
  await page.getByRole('listitem').filter({ hasText: 'Version 1' }).last().getByRole('button').click();
  await asked.getByRole('checkbox', { name: /Reprendre aussi son dessin/ }).check();
  await asked.getByRole('button', { name: 'Publier à nouveau' }).click();
  await expect.poll(drawn).not.toBe(before);
  expect(JSON.parse(await drawn()).steps).toEqual(graph(3).steps);
  await context.close();
});
