import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ACCESS, type Access, allows, ROLE_NAMES, ROLES, type Scope } from '#api/access.ts';
import { type Desk, openDesk } from '#setup/testing/desk.ts';
import { makeLink } from '#store/links.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
  await desk.rig.call('/v1/identify', { body: { userId: 'ann', traits: { firstName: 'Ann', plan: 'gold' } } });
});
afterAll(() => desk.close());

test('what an admin changes of the company holds, and what was typed wrongly is said and kept', async () => {
  const { context, page } = await desk.open();
  await page.goto('/settings');
  await page.getByLabel('Name of the company').fill('Maison');
  await page.getByLabel('Name customers read').fill('Chez Maison');
  await page.getByLabel('Time zone').fill('Europe/Atlantis');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('There is no such time zone').waitFor();
  expect(await page.getByLabel('Name of the company').inputValue()).toBe('Maison');
  await page.getByLabel('Time zone').fill('Europe/Brussels');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved', { exact: true }).waitFor();
  expect((await desk.rig.call('/v1/settings')).body).toMatchObject({ name: 'Maison', zone: 'Europe/Brussels' });
  const brands = await desk.rig.call('/v1/brands');
  expect(brands.body.items).toEqual([expect.objectContaining({ id: 'default', name: 'Chez Maison' })]);
  await context.close();
});

test('a key is shown once, works, is replaced and revoked', async () => {
  const { context, page } = await desk.open();
  await page.goto('/settings/keys');
  await page.getByRole('button', { name: 'Make a key' }).first().click();
  const form = page.getByRole('dialog');
  await form.getByLabel('Name').fill('shop');
  await form.getByLabel('Read customers').check();
  await form.getByRole('button', { name: 'Make a key' }).click();
  const token = await page.getByLabel('Key', { exact: true }).inputValue();
  await page.getByRole('button', { name: 'I have kept it' }).click();
  const asked = () => desk.rig.call('/v1/customers/lookup', { key: token, body: { userId: 'ann' } });
  expect((await asked()).status).toBe(200);
  await page.getByRole('button', { name: 'Replace the key shop' }).click();
  await page.getByRole('dialog').getByLabel('Hours the old one works on').fill('0');
  await page.getByRole('dialog').getByRole('button', { name: 'Replace' }).click();
  const next = await page.getByLabel('Key', { exact: true }).inputValue();
  expect(next).not.toBe(token);
  await page.getByRole('button', { name: 'I have kept it' }).click();
  await page.getByRole('button', { name: 'Revoke the key shop' }).last().click();
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
  await page.getByRole('button', { name: 'Show 2 revoked or expired keys' }).waitFor();
  await context.close();
});

test('what is said of an attribute is masked from the next look on, and stands in the audit by name', async () => {
  const { context, page } = await desk.open();
  await page.goto('/settings/attributes');
  await page.getByLabel('Who sees plan').selectOption({ label: 'Sensitive' });
  await expect
    .poll(async () => {
      const { context: author } = await desk.open({ roles: ['author'] });
      const found = await author.request.post('/v1/customers/lookup', {
        data: { userId: 'ann' },
        headers: { Origin: desk.url },
      });
      const { items } = await found.json();
      await author.close();
      return items[0].traits;
    })
    .toMatchObject({ plan: '•••', firstName: 'Ann' });
  await page.getByRole('link', { name: 'Audit' }).click();
  await page.getByLabel('What', { exact: true }).selectOption({ label: 'Attributes' });
  await page.getByRole('row', { name: /admin.*Said who sees profile\.plan.*who sees it: Sensitive/ }).waitFor();
  await context.close();
});

test('what a role may not do is not offered, and refused by the API when asked anyway', async () => {
  const doors = (Object.keys(ACCESS) as Access[]).filter((access) => ACCESS[access] === 'admin');
  for (const role of ROLE_NAMES) {
    const { context, page } = await desk.open({ roles: [role] });
    const may = (scope: Scope) => allows(ROLES[role], scope);
    await page.goto('/account');
    await page.getByRole('heading', { level: 1, name: 'My account' }).waitFor();
    const rail = page.getByRole('navigation', { name: 'Pages' });
    const rooms = [
      ...(may('chains:read') ? ['Home', 'Chains'] : []),
      ...(may('customers:read') ? ['Customers'] : []),
      ...(may('chains:read') ? ['Contents'] : []),
      ...(may('tasks:own') ? ['Work list'] : []),
      ...(may('chains:read') ? ['Policy'] : []),
      ...(may('touches:read') ? ['Operations'] : []),
    ];
    await expect.poll(() => rail.getByRole('link').allInnerTexts(), { message: role }).toEqual(rooms);
    const settings = page.getByRole('link', { name: 'Settings' });
    // The rail shows its rooms before it knows who looks.
    await expect.poll(() => settings.count(), { message: role }).toBe(may('admin') ? 1 : 0);
    await page.goto('/settings/people');
    if (may('admin')) await page.getByRole('button', { name: 'Invite' }).waitFor();
    else await page.getByText('The settings are the admins’').waitFor();
    await page.goto('/customers');
    if (may('customers:read')) await page.getByRole('heading', { level: 1, name: 'Customers' }).waitFor();
    else await page.getByText('Your roles do not open this page.').waitFor();
    for (const door of may('admin') ? [] : doors) {
      const [method, path] = door.split(' ') as [string, string];
      const asked = await context.request.fetch(`/v1${path.slice(3).replace(/\{\w+\}/, 'key_1')}`, {
        ...{ method, headers: { Origin: desk.url } },
        ...(method === 'GET' || method === 'DELETE' ? {} : { data: {} }),
      });
      expect([asked.status(), (await asked.json()).problems[0].code], `${role} at ${door}`).toEqual([
        403,
        'missing_scope',
      ]);
    }
    await context.close();
  }
});

test.each([
  ['light', false],
  ['dark', true],
])('axe finds nothing on the pages of settings, the account and the door, %s, wide and narrow', async (_, dark) => {
  const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  const faults = async (page: Page) => {
    await page.evaluate(source);
    return page.evaluate<string[]>('axe.run().then(({ violations }) => violations.map(({ id }) => id))');
  };
  for (const width of [1280, 380]) {
    const { context, page } = await desk.open({ dark, width });
    const pages = ['/settings', '/settings/people', '/settings/keys', '/settings/attributes', '/settings/audit'];
    for (const path of [...pages, '/account']) {
      await page.goto(path, { waitUntil: 'networkidle' });
      await page.getByRole('heading', { level: 1 }).waitFor();
      expect(await faults(page), `${path} ${dark} ${width}`).toEqual([]);
      const over = await page.evaluate<number>(
        'document.documentElement.scrollWidth - document.documentElement.clientWidth',
      );
      expect(over, `${path} ${width} overflows`).toBe(0);
    }
    await context.close();
    const stranger = await desk.enter({ dark, width });
    const token = await makeLink(desk.rig.db, { purpose: 'owner', person: null });
    for (const path of ['/sign-in', `/welcome?token=${token}`, '/invited?token=x', '/reset?token=x']) {
      await stranger.page.goto(path, { waitUntil: 'networkidle' });
      expect(await faults(stranger.page), `${path} ${dark} ${width}`).toEqual([]);
    }
    await stranger.context.close();
  }
});
