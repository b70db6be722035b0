import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Desk, openDesk } from '#setup/testing/desk.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.close());

const section = (page: Page, name: string) =>
  page.getByRole('navigation', { name: /policy|politique/ }).getByRole('link', { name, exact: true });

test('a cap is changed in its sentence in French: its difference in words, what-if, save, history', async () => {
  const { context, page } = await desk.open({ language: 'fr' });
  await page.goto('/policy');
  await page.getByRole('button', { name: 'Combien: 3' }).click();
  await page.getByRole('spinbutton').fill('2');
  await page.keyboard.press('Escape');
  const draft = page.getByRole('region', { name: 'Votre brouillon' });
  await draft.getByText('Modifiée').waitFor();
  expect(await draft.locator('ins').textContent()).toMatch(/^Au plus 2 sollicitations commerciales/);
  // The draft is the same on every page, and outlives a reload.
  await page.reload();
  await draft.getByText('Modifiée').waitFor();
  await section(page, 'Et si…').click();
  await page.getByRole('button', { name: 'Rejouer', exact: true }).click();
  await page.getByRole('heading', { name: 'Ce que ces règles auraient changé' }).waitFor();
  await draft.getByRole('button', { name: 'Mettre en vigueur' }).click();
  await page.getByText('La version 2 est en vigueur.').waitFor();
  await section(page, 'Historique').click();
  await page.getByRole('heading', { name: /^Version 2/ }).waitFor();
  await page.locator('ins').getByText('2', { exact: true }).waitFor();
  expect(await draft.count()).toBe(0);
  await context.close();
});

test('for whom a cap is, is chosen by tests of the profile, and what the sentence keeps to itself under “More”', async () => {
  const { context, page } = await desk.open();
  await desk.rig.call('/v1/identify', { body: { userId: 'ann', traits: { city: 'Lyon', email: 'ann@shop.example' } } });
  await desk.rig.call('/v1/topics/jazz', { method: 'PUT', body: { names: { en: 'Jazz records' } } });
  await page.goto('/policy');
  await page.getByRole('button', { name: 'For whom: everybody' }).first().click();
  await page.getByRole('button', { name: 'Add a test' }).click();
  await page.getByLabel('Attribute').fill('city');
  await page.getByLabel('Value').fill('Lyon');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'For whom: customers where city is “Lyon”' }).waitFor();
  await page.getByText('More', { exact: true }).first().click();
  await page.getByRole('button', { name: 'Topics: all' }).click();
  await page.getByRole('checkbox', { name: 'Jazz records' }).check();
  await page.keyboard.press('Escape');
  const draft = page.getByRole('region', { name: 'Your draft' });
  await draft.getByText('about').first().waitFor();
  await draft.getByRole('button', { name: 'Try on 1,000 real customers' }).click();
  await draft.getByText('nothing stands in the way').waitFor();
  await draft.getByRole('button', { name: 'Put in force' }).click();
  await page.getByText(/Version \d+ is in force/).waitFor();
  const { items } = (await desk.rig.call('/v1/policy')).body as { items: { rules: object[] }[] };
  expect(items[0]!.rules[0]).toMatchObject({
    ...{ topics: ['jazz'], who: { field: 'profile.city', op: 'eq', value: 'Lyon' } },
  });
  await context.close();
});

test('a what-if becomes the rules', async () => {
  const { context, page } = await desk.open();
  await page.goto('/policy');
  await page.getByRole('button', { name: 'Add a rule' }).click();
  await page.getByRole('menuitem', { name: /in a row/ }).click();
  await page.getByRole('region', { name: 'Your draft' }).getByRole('link', { name: 'What if? Replay it' }).click();
  await page.getByRole('button', { name: 'Replay', exact: true }).click();
  await page.getByRole('button', { name: 'Make these the rules' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Note').fill('tried on history');
  await dialog.getByRole('button', { name: 'Put in force' }).click();
  await page.getByText(/Version \d+ is in force/).waitFor();
  await page.getByRole('region', { name: 'Your draft' }).waitFor({ state: 'detached' });
  await section(page, 'History').click();
  await page.getByText('tried on history').waitFor();
  await context.close();
});

test('a pressure test begins with two variants, is watched, and its second becomes the rules', async () => {
  const { context, page } = await desk.open();
  await page.goto('/policy/test');
  await page.getByRole('button', { name: 'New pressure test' }).click();
  const form = page.getByRole('region', { name: 'New pressure test' });
  await form.getByLabel('Name').fill('Five a week');
  await form.getByLabel('Customers in variant B, %').fill('30');
  expect(await form.getByRole('button', { name: 'Begin the test' }).isDisabled()).toBe(true);
  await form.getByRole('button', { name: 'How many: 2' }).first().click();
  await page.getByRole('dialog').getByRole('spinbutton').fill('5');
  await page.keyboard.press('Escape');
  await form.getByRole('button', { name: 'Begin the test' }).click();
  const report = page.getByRole('region', { name: 'Five a week' });
  await report.getByText('0 customers in A, 0 in B').waitFor();
  // A change of the rules meanwhile does not end it.
  const { items } = (await desk.rig.call('/v1/policy')).body as { items: { test: { percent: number } | null }[] };
  expect(items[0]!.test?.percent).toBe(30);
  await report.getByRole('button', { name: 'End it, make B the rules' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Put in force' }).click();
  await report.getByText('Ended').waitFor();
  const after = (await desk.rig.call('/v1/policy')).body as {
    items: { test: object | null; rules: { max?: number }[] }[];
  };
  expect(after.items[0]!.test).toBeNull();
  expect(after.items[0]!.rules.some(({ max }) => max === 5)).toBe(true);
  await page.getByRole('button', { name: 'Draw the curve' }).click();
  await page.getByText('Too few contacts yet').waitFor();
  await context.close();
});

test('each role sees the sections it may and can do there what it may', async () => {
  const open = async (role: 'viewer' | 'author' | 'publisher' | 'policy' | 'privacy', path: string) => {
    const opened = await desk.open({ roles: [role] });
    await opened.page.goto(path);
    await section(opened.page, 'Pressure').waitFor();
    return opened;
  };
  const seen: Record<string, boolean[]> = {};
  for (const role of ['viewer', 'author', 'publisher', 'policy', 'privacy'] as const) {
    const { context, page } = await open(role, '/policy/consents');
    await page.getByRole('heading', { name: 'Topics' }).waitFor();
    await page.getByRole('heading', { name: 'Consent by channel' }).waitFor();
    seen[role] = [
      (await section(page, 'Suppression').count()) > 0,
      (await page.getByRole('button', { name: 'New topic' }).count()) > 0,
      (await page.getByRole('button', { name: 'Import a file' }).count()) > 0,
    ];
    await page.goto('/policy');
    await page.getByText('rolling days').first().waitFor();
    seen[role]!.push((await page.getByRole('button', { name: 'Add a rule' }).count()) > 0);
    await context.close();
  }
  // Sees quarantine, writes topics, imports consents, writes rules.
  expect(seen).toEqual({
    viewer: [false, false, false, false],
    author: [true, false, false, false],
    publisher: [true, false, false, false],
    policy: [true, true, false, true],
    privacy: [true, false, true, false],
  });
  const viewer = await open('viewer', '/policy/suppression');
  await viewer.page.getByText('Your role does not open this page').waitFor();
  await viewer.context.close();
  const author = await open('author', '/policy/suppression');
  await author.page.getByRole('heading', { name: 'Suppressed' }).waitFor();
  expect(await author.page.getByRole('button', { name: 'Add addresses' }).count()).toBe(0);
  await author.context.close();
});
