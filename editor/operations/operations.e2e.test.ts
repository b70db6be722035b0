import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { enterLetters, putTouch, type Scene } from '#api/testing/scene.ts';
import { galleryGraph } from '#chains/index.ts';
import { type Desk, openDesk } from '#setup/testing/desk.ts';

let desk: Desk;
let scene: Scene;
beforeAll(async () => {
  desk = await openDesk();
  scene = await enterLetters(desk.rig, 'ann');
  await desk.rig.call('/v1/identify', { body: { userId: 'ann', traits: { firstName: 'Ann', lastName: 'Lee' } } });
});
afterAll(() => desk.close());

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
async function violations(page: Page): Promise<string[]> {
  await page.addScriptTag({ path: AXE });
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run(context: string): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    return (await axe.run('main')).violations.map((v) => `${v.id}: ${v.nodes[0]?.html}`);
  });
}

test('an event appears while one watches, with what it did; names only for who may see them', async () => {
  const { context, page } = await desk.open();
  await page.goto('/operations');
  await page.getByText('Ann Lee').waitFor();
  expect(await page.getByText('Liked').count()).toBe(0);
  await desk.rig.call('/v1/track', { body: { userId: 'ann', event: 'Page Liked' } });
  await page.getByRole('row', { name: /Page Liked.*No chain begins with it/ }).waitFor();
  expect(await violations(page)).toEqual([]);
  await context.close();
  const viewer = await desk.open({ roles: ['viewer'], dark: true });
  await viewer.page.goto('/operations');
  await viewer.page.getByRole('row', { name: /Page Liked/ }).waitFor();
  expect(await viewer.page.locator('main').textContent()).not.toContain('Ann');
  expect(await viewer.page.getByRole('button', { name: 'Stop…' }).count()).toBe(0);
  expect(await violations(viewer.page)).toEqual([]);
  await viewer.context.close();
});

test('everything is stopped after a word of warning, and goes on when the stop is lifted', async () => {
  const { context, page } = await desk.open({ roles: ['publisher'] });
  await page.goto('/operations');
  await page.getByRole('button', { name: 'Stop…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Stop contacts' });
  await dialog.getByText('nothing of it leaves any more').waitFor();
  await dialog.getByRole('radio', { name: 'E-mails' }).check();
  await dialog.getByLabel('Why').fill('Wrong price');
  await dialog.getByRole('button', { name: 'Stop e-mails now' }).click();
  const standing = page.locator('[data-stop=channel]', { hasText: 'E-mails are stopped' });
  await standing.getByText('Wrong price').waitFor();
  const { body } = await desk.rig.call('/v1/stops');
  expect(body.items).toMatchObject([{ scope: 'channel', target: 'email', reason: 'Wrong price' }]);
  await standing.getByRole('button', { name: 'Lift the stop' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Lift it now' }).click();
  await standing.waitFor({ state: 'detached' });
  expect((await desk.rig.call('/v1/stops')).body.items).toEqual([]);
  await context.close();
});

test('a chain says who stops it, and that its gate lets only a part in, and leads there', async () => {
  const { call } = desk.rig;
  const id = String((await call('/v1/chains', { body: { graph: galleryGraph('letters') } })).body.id);
  await call(`/v1/chains/${id}/publish`, { body: {}, headers: { 'If-Match': '1' } });
  const held = String(
    (await call('/v1/stop', { body: { scope: 'chain', target: id, reason: 'Wrong letter' } })).body.id,
  );
  await call(`/v1/chains/${id}/gate`, { method: 'PUT', body: { gate: { percent: 30 } } });
  const { context, page } = await desk.open({ width: 380 });
  await page.goto(`/chains/${id}/results`);
  await page.getByText('Wrong letter').waitFor();
  await page.getByText('only 30% of the entrants get in').waitFor();
  expect(await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')).toBe(0);
  expect(await violations(page)).toEqual([]);
  await page.getByRole('link', { name: 'Open further' }).click();
  await page.getByText('those left out do not come in afterwards').waitFor();
  await page.getByRole('link', { name: 'See the stops' }).click();
  await page.locator('[data-stop=chain]').waitFor();
  await call(`/v1/stops/${held}`, { method: 'DELETE' });
  await call(`/v1/chains/${id}/gate`, { method: 'PUT', body: { gate: null } });
  await context.close();
});

test('a person says that a contact in doubt did not leave, and it weighs no more', async () => {
  const touch = await putTouch(desk.rig, scene, 'unknown');
  const { context, page } = await desk.open({ width: 380 });
  await page.goto('/');
  await page.locator('[data-need=unknown]').getByRole('link', { name: 'Decide' }).click();
  const doubt = page.locator(`[data-touch=${touch}]`);
  await doubt.getByText('Ann Lee').waitFor();
  expect(await page.locator('[data-channel=email] [data-state=unknown]').textContent()).toBe('1');
  await doubt.getByRole('button', { name: 'It did not leave' }).click();
  await doubt.waitFor({ state: 'detached' });
  expect((await desk.rig.call(`/v1/touches/${touch}`)).body).toMatchObject({ state: 'failed' });
  expect(await desk.rig.db.selectFrom('pressure').selectAll().execute()).toEqual([]);
  expect(await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')).toBe(0);
  await context.close();
});
