import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Desk, openDesk } from '#setup/testing/desk.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.close());

test('a topic is added with its names, and the terms of a channel are changed', async () => {
  const { context, page } = await desk.open({ roles: ['policy'], language: 'fr' });
  await page.goto('/policy/consents');
  await page.getByRole('button', { name: 'Nouveau thème' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Nom, français').fill('Nouveautés');
  await dialog.getByLabel('Nom, anglais').fill('News');
  await dialog.getByLabel('Nom court').fill('news');
  await dialog.getByLabel('Famille de produits').fill('jazz');
  await dialog.getByRole('button', { name: 'Enregistrer' }).click();
  await page.getByRole('button', { name: 'Nouveautés' }).waitFor();
  expect((await desk.rig.call('/v1/topics')).body.items).toEqual([
    { id: 'news', brand: 'default', names: { fr: 'Nouveautés', en: 'News' }, family: 'jazz' },
  ]);
  await page.getByLabel('Courrier').selectOption('soft_opt_in');
  await page.getByRole('button', { name: 'Mettre ces termes en vigueur' }).click();
  await page.getByText('Les termes du consentement sont en vigueur.').waitFor();
  expect((await desk.rig.call('/v1/consent-settings')).body.regimes).toMatchObject({ letter: 'soft_opt_in' });
  await context.close();
});

test('a file of consents comes in, its bad lines are told by their number, and the ledger goes out', async () => {
  const { context, page } = await desk.open({ roles: ['privacy'] });
  await page.goto('/policy/consents');
  const csv =
    'userId;channel;given;at;source\nann;email;yes;2026-01-01T09:00:00Z;shop\nbob;pigeon;yes;2026-01-01T09:00:00Z;shop\n';
  await page
    .getByLabel('File of consents')
    .setInputFiles({ name: 'consents.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) });
  await page.getByText('consents.csv: 2 of 2 lines').waitFor();
  const refused = page.getByRole('region', { name: 'Refused lines' });
  expect(await refused.getByRole('row').nth(1).getByRole('cell').first().textContent()).toBe('3');
  expect(await refused.getByRole('row').nth(1).textContent()).toContain('channel');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Export the ledger' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('consents.ndjson');
  await context.close();
});

test('an address is suppressed, found there, and lifted with a reason', async () => {
  const { context, page } = await desk.open({ roles: ['publisher'] });
  await page.goto('/policy/suppression');
  await page.getByRole('button', { name: 'Add addresses' }).click();
  await page.getByRole('dialog').getByLabel('Addresses, one a line').fill('zoe@shop.example\nbob@shop.example');
  await page.getByRole('button', { name: 'Suppress 2 addresses' }).click();
  await page.getByText('2 addresses are suppressed; nothing had been booked.').waitFor();
  await page.getByLabel('Address', { exact: true }).fill('zoe@shop.example');
  await page.getByRole('button', { name: 'Look it up' }).click();
  await page.getByText('z…@shop.example is suppressed.').waitFor();
  expect(page.url()).not.toContain('zoe');
  await page.getByRole('button', { name: 'Lift the suppression of z…@shop.example' }).click();
  await page.getByLabel('Why it is lifted').fill('wrote to us that the address lives');
  await page.getByRole('dialog').getByRole('button', { name: 'Lift' }).click();
  await page.getByText('z…@shop.example is no longer suppressed.').waitFor();
  const { items } = (await desk.rig.call('/v1/suppressions')).body as { items: { hint: string }[] };
  expect(items.map(({ hint }) => hint)).toEqual(['b…@shop.example']);
  await context.close();
});
