import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { enterLetters, putTask, type Scene } from '#api/testing/scene.ts';
import { type Desk, openDesk } from '#setup/testing/desk.ts';

let desk: Desk;
const scenes: Scene[] = [];
beforeAll(async () => {
  desk = await openDesk();
  for (const [user, lastName] of [
    ['ann', 'Roux'],
    ['bob', 'Vidal'],
    ['cleo', 'Weber'],
  ] as const) {
    scenes.push(await enterLetters(desk.rig, user));
    const traits = {
      lastName,
      phone: `+3363998${lastName.length}000`,
      address: { street: '3 rue des Lilas', city: 'Lyon' },
    };
    await desk.rig.call('/v1/identify', { body: { userId: user, traits } });
  }
});
afterAll(() => desk.close());

/** Three tasks of the team, an hour apart; the first is overdue. */
async function tasks(kind: string): Promise<string[]> {
  const { db } = desk.rig;
  await db.deleteFrom('tasks').execute();
  await db.deleteFrom('touches').execute();
  const ids: string[] = [];
  for (const [i, scene] of scenes.entries()) {
    const { task } = await putTask(desk.rig, scene);
    ids.push(task);
    const due = new Date(desk.rig.now() + (i - 1) * 3_600_000);
    await db.updateTable('tasks').set({ kind, due }).where('customer', '=', scene.customerNumber).execute();
  }
  return ids;
}

let ids: string[];
beforeEach(async () => {
  ids = await tasks('call');
});

const state = async (id: string | undefined) => (await desk.rig.call(`/v1/tasks/${id}`)).body;

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
async function violations(page: Page): Promise<string[]> {
  await page.addScriptTag({ path: AXE });
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    return (await axe.run()).violations.map((v) => `${v.id}: ${v.nodes[0]?.html}`);
  });
}

test('an agent on a telephone takes a call, sees the number, closes it with a note and gets the next one', async () => {
  const { context, page } = await desk.open({ roles: ['agent'], team: 'post', width: 380, height: 800, dark: true });
  await page.goto('/tasks');
  await page.getByText('3 to do').waitFor();
  await page.getByText('1 overdue').waitFor();
  await page.getByRole('button', { name: /Roux/ }).click();
  await page.getByText('The number appears once you have it in hand.').waitFor();
  expect(await violations(page)).toEqual([]);
  await page.getByRole('button', { name: 'Take it in hand' }).click();
  await page.getByRole('link', { name: '+33639984000' }).waitFor();
  await page.getByLabel('Note').fill('Call her before noon.');
  expect(await violations(page)).toEqual([]);
  expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(380);
  await page.getByRole('button', { name: 'Posted' }).click();
  await page.getByRole('link', { name: '+33639985000' }).waitFor();
  expect(await state(ids[0])).toMatchObject({ state: 'done', outcome: 'sent', note: 'Call her before noon.' });
  expect(await state(ids[1])).toMatchObject({ state: 'open', claim: { mine: false } });
  await context.close();
});

test('by keyboard alone: the next one, its outcome, the next one; a colleague is passed over', async () => {
  const [one, other] = [
    await desk.open({ roles: ['agent'], team: 'post' }),
    await desk.open({ roles: ['agent'], team: 'post' }),
  ];
  await one.page.goto('/tasks');
  await other.page.goto('/tasks');
  await one.page.getByText('3 to do').waitFor();
  await other.page.getByText('3 to do').waitFor();
  await one.page.keyboard.press('n');
  await one.page.getByRole('link', { name: '+33639984000' }).waitFor();
  // Her list does not know yet that the first is taken.
  await other.page.keyboard.press('n');
  await other.page.getByRole('link', { name: '+33639985000' }).waitFor();
  await one.page.keyboard.press('1');
  await one.page.getByText('Cleo').or(one.page.getByText('Weber')).first().waitFor();
  await one.page.getByRole('heading', { level: 2 }).waitFor();
  // The names stand in the list from the start: only the API says when it has closed.
  await expect.poll(() => state(ids[0])).toMatchObject({ state: 'done', outcome: 'sent' });
  await one.context.close();
  await other.context.close();
});

test('who asks to be called back stays on the list until then', async () => {
  const { context, page } = await desk.open({ roles: ['agent'], team: 'post', language: 'fr' });
  await page.goto('/tasks');
  await page.getByRole('button', { name: 'Prendre la suivante' }).click();
  await page.getByLabel('Rappeler le').fill('2026-11-30T15:00');
  await page.getByRole('button', { name: 'Reporter' }).click();
  await page.getByText(/Reportée au 30 nov. 2026/).waitFor();
  expect(await state(ids[0])).toMatchObject({ state: 'open', due: '2026-11-30T14:00:00.000Z', claim: null });
  await context.close();
});

test('the mail-room exports the letters of the day and marks them together', async () => {
  const letters = await tasks('letter');
  const { context, page } = await desk.open({ roles: ['agent'], team: 'post' });
  await page.goto('/tasks');
  await page.getByRole('button', { name: 'Letters 3' }).click();
  await page.getByLabel('Choose all letters shown').check();
  await page.getByText('3 letters chosen').waitFor();
  expect(await violations(page)).toEqual([]);
  const file = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export as CSV' }).click();
  expect((await file).suggestedFilename()).toBe('letters.csv');
  await page.emulateMedia({ media: 'print' });
  await page.locator('#printed-letters').getByText('3 rue des Lilas').first().waitFor();
  expect(await page.getByRole('heading', { name: 'Work list' }).isVisible()).toBe(false);
  await page.emulateMedia({ media: 'screen' });
  await page.getByRole('button', { name: 'Mark', exact: true }).click();
  await page.getByText('Nothing to do').waitFor();
  for (const id of letters) expect(await state(id)).toMatchObject({ state: 'done', outcome: 'sent' });
  await context.close();
});
