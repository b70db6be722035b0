import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { galleryGraph } from '#chains/index.ts';
import type { Plan } from '#core/plan.ts';
import { type Desk, openDesk } from '#setup/testing/desk.ts';

let desk: Desk;
let chain: string;
let enrolment: string;
beforeAll(async () => {
  desk = await openDesk();
  const { body } = await desk.rig.call('/v1/chains', { body: { graph: galleryGraph('classic') } });
  chain = String(body.id);
  await desk.rig.call(`/v1/chains/${chain}/publish`, { body: { holdout: 0 }, headers: { 'If-Match': '"1"' } });
  enrolment = await walk('ann', 'service');
});
afterAll(() => desk.close());

const buy = (userId: string) => desk.rig.call('/v1/track', { body: { userId, event: 'Order Completed' } });

/** Entered, and led to the given step as the engine would: all before it passed, the letter handed out. */
async function walk(user: string, to: string): Promise<string> {
  const { db } = desk.rig;
  await buy(user);
  const row = await db.selectFrom('enrolments').selectAll().orderBy('id', 'desc').executeTakeFirstOrThrow();
  const version = await db
    .selectFrom('versions')
    .select('plan')
    .where('id', '=', row.version)
    .executeTakeFirstOrThrow();
  const { steps } = version.plan as unknown as Plan;
  const step = steps.findIndex((s) => s.step === to);
  const path = steps.slice(0, step).flatMap((_, i) => [i, 0, i * 3_600]);
  const due = new Date(desk.rig.now() + 3_600_000);
  await db.updateTable('enrolments').set({ path, step, due, phase: 1 }).where('id', '=', row.id).execute();
  const at = new Date(desk.rig.now());
  await db
    .insertInto('touches')
    .values({
      ...{ month: row.month, enrolment: row.id, step: steps.findLastIndex((s) => s.step === 'invoice'), visit: 1 },
      ...{ customer: row.customer, chain: row.chain, version: row.version, step_id: 'invoice', state: 'handed' },
      ...{ brand: 'default', channel: 'task', class: 'commercial', due: at, judged_at: at },
      decision: JSON.stringify({ policy: 1, at: desk.rig.now(), asked: [], verdict: { kind: 'send' } }),
    })
    .execute();
  return `enr_${row.id.toString(36)}`;
}

const node = (page: Page, name: string) => page.locator('.react-flow__node').filter({ hasText: name });
const figure = (page: Page, step: string, name: string) => node(page, step).locator(`[data-figure=${name}] dd`);

async function faults(page: Page): Promise<string[]> {
  await page.addScriptTag({ path: 'node_modules/axe-core/axe.min.js' });
  const found = (await page.evaluate('axe.run(document)')) as AxeResults;
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map((n) => n.html.slice(0, 160)).join(' | ')}`);
}

test('Live shows who stands where while one watches, leads to the customers, and lets nothing be changed', async () => {
  const { context, page } = await desk.open({ width: 1600 });
  await page.goto(`/chains/${chain}`);
  await page.getByRole('button', { name: 'Live', exact: true }).click();
  await expect.poll(() => figure(page, 'D+7: e-mail', 'here').textContent()).toBe('1');
  expect(await figure(page, 'D+7: e-mail', 'due').textContent()).toBe('1');
  expect(await figure(page, 'D+1: letter', 'passed').textContent()).toBe('1');
  expect(await page.locator('[data-edge="invoice done service"]').textContent()).toBe('1');
  await buy('bob');
  await expect
    .poll(() => page.locator('[data-figure=entered] dd').first().textContent(), { timeout: 15_000 })
    .toBe('2');

  await node(page, 'D+7: e-mail').click();
  const side = page.getByRole('complementary', { name: 'The chosen step' });
  await side.getByText('Who stands at this step at this moment, waiting included.').waitFor();
  expect(await side.getByRole('link').first().getAttribute('href')).toBe(
    `/customers?chain=${chain}&step=service&state=live`,
  );
  await page.keyboard.press('Delete');
  await node(page, 'D+7: e-mail').waitFor();
  expect(await page.getByRole('region', { name: 'Steps to add' }).count()).toBe(0);
  const note = page.getByRole('textbox', { name: 'Note' });
  expect(await note.inputValue()).toBe(galleryGraph('classic').notes![0]!.text);
  expect(await note.isEditable()).toBe(false);
  expect(await faults(page)).toEqual([]);

  await page.getByRole('button', { name: 'As a list' }).click();
  await page.getByRole('table').getByText('D+7: e-mail').waitFor();
  expect(await faults(page)).toEqual([]);
  await page.getByRole('button', { name: 'As a drawing' }).click();
  await page.goBack();
  await page.getByRole('region', { name: 'Steps to add' }).waitFor();
  const draft = (await desk.rig.call(`/v1/chains/${chain}`)).body.draft as { steps: unknown[] };
  expect(draft.steps).toHaveLength(galleryGraph('classic').steps.length);
  await context.close();
});

test('who may not see customers sees their numbers and no way to them', async () => {
  const { context, page } = await desk.open({ roles: ['viewer'], width: 1600 });
  await page.goto(`/chains/${chain}?view=live&step=service`);
  await expect.poll(() => figure(page, 'D+7: e-mail', 'here').textContent()).toBe('1');
  expect(await node(page, 'D+7: e-mail').getByRole('link').count()).toBe(0);
  await page.goto(`/chains/${chain}?path=${enrolment}`);
  await page.getByText('There is no such path, or you may not see it.').waitFor();
  await context.close();
});

test('a chain that was never published says so in Live and leads back', async () => {
  const { body } = await desk.rig.call('/v1/chains', { body: { name: 'Fresh' } });
  const { context, page } = await desk.open({ language: 'fr' });
  await page.goto(`/chains/${body.id}?view=live`);
  await page.getByText('Rien n’est encore publié').waitFor();
  await page.getByRole('button', { name: 'Revenir au dessin' }).click();
  await page.getByRole('region', { name: 'Étapes à ajouter' }).waitFor();
  await context.close();
});

test.each([false, true])('one customer’s path is painted with its dates and reasons, dark: %s', async (dark) => {
  const { context, page } = await desk.open({ width: 1600, dark });
  await page.goto(`/chains/${chain}?path=${enrolment}`);
  const marked = (mark: string) => page.locator(`[data-mark=${mark}]`);
  await expect.poll(() => marked('here').textContent()).toContain('D+7: e-mail');
  expect(await marked('visited').count()).toBe(3);
  expect(await marked('dim').count()).toBe(galleryGraph('classic').steps.length - 4);
  const trail = page.getByRole('complementary', { name: 'Step by step' });
  const letter = trail.getByRole('listitem').filter({ hasText: 'D+1: letter' });
  await letter.getByText('Sent', { exact: true }).waitFor();
  await letter.getByText(/^Sent: /).waitFor();
  await letter.getByRole('button').first().click();
  await expect.poll(() => page.locator('.react-flow__node.selected').textContent()).toContain('D+1: letter');
  expect(await faults(page)).toEqual([]);
  await context.close();
});

test('what has changed since a version is marked on the drawing, what was taken away too', async () => {
  const graph = galleryGraph('letters');
  const { body } = await desk.rig.call('/v1/chains', { body: { graph } });
  await desk.rig.call(`/v1/chains/${body.id}/publish`, { body: {}, headers: { 'If-Match': '"1"' } });
  const steps = graph.steps
    .filter((s) => s.id !== 'first')
    .map((s) => (s.type === 'entry' ? { ...s, label: 'Another name' } : s));
  const edges = graph.edges.filter((e) => e.from !== 'first' && e.to !== 'first');
  const extra = { id: 'pause', type: 'wait', label: 'A pause', data: { for: { days: 2 } } };
  await desk.rig.call(`/v1/chains/${body.id}`, {
    ...{ method: 'PUT', body: { graph: { ...graph, steps: [...steps, extra], edges } } },
    headers: { 'If-Match': '"1"' },
  });
  const { context, page } = await desk.open({ width: 1600 });
  await page.goto(`/chains/${body.id}`);
  await page.getByRole('button', { name: 'Publish…' }).click();
  await page.getByRole('link', { name: 'See on the drawing' }).click();
  const marked = (mark: string) => page.locator(`[data-mark=${mark}]`);
  await expect.poll(() => marked('added').textContent()).toContain('A pause');
  expect(await marked('changed').textContent()).toContain('Another name');
  expect(await marked('removed').count()).toBe(1);
  await page.getByText('1 taken away').waitFor();
  expect(await faults(page)).toEqual([]);
  await context.close();
});

test('the settings of a chain are saved with its draft, its limits at once', async () => {
  const { body } = await desk.rig.call('/v1/chains', { body: { graph: galleryGraph('letters') } });
  const { context, page } = await desk.open({ width: 1280 });
  await page.goto(`/chains/${body.id}/settings`);
  await page.getByLabel('Language').selectOption('fr');
  await page.getByLabel('Control group, %').fill('7');
  await page.locator('[data-saved=saved]').waitFor();
  await expect
    .poll(async () => (await desk.rig.call(`/v1/chains/${body.id}`)).body.draft)
    .toMatchObject({ language: 'fr', holdout: 7 });
  await page.getByLabel('Percent of entrants').fill('20');
  await page.getByRole('button', { name: 'Apply' }).first().click();
  await page.getByText('In force.').first().waitFor();
  expect((await desk.rig.call(`/v1/chains/${body.id}/publishing`)).body.gate).toEqual({ percent: 20 });
  expect(await faults(page)).toEqual([]);
  await page.getByRole('button', { name: 'Add an exit' }).click();
  await page.getByRole('complementary', { name: 'The chosen step' }).waitFor();
  await context.close();
});
