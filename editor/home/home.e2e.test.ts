import { afterAll, beforeAll, expect, test } from 'vitest';
import { enterLetters } from '#api/testing/scene.ts';
import { galleryGraph } from '#chains/index.ts';
import { type Desk, openDesk } from '#setup/testing/desk.ts';
import { suspendUnguarded } from '#store/publishing.ts';
import { sayHere } from '#store/workers.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.close());

test('the first steps tick themselves from what is done, and go when all is', async () => {
  const { call, db } = desk.rig;
  const { context, page } = await desk.open();
  const ticked = () =>
    page.locator('[data-item][data-done=true]').evaluateAll((all) => all.map((li) => li.getAttribute('data-item')));
  const again = async () => {
    await page.reload();
    await page.getByRole('heading', { name: 'What needs you' }).waitFor();
  };
  await page.goto('/');
  await page.getByRole('heading', { name: 'First steps' }).waitFor();
  await page.getByText('No chain yet').waitFor();
  expect(await ticked()).toEqual([]);

  const { body } = await call('/v1/chains', { body: { graph: galleryGraph('letters') } });
  await again();
  expect(await ticked()).toEqual(['drawn']);
  await call(`/v1/chains/${body.id}/publish`, { body: {}, headers: { 'If-Match': '1' } });
  await again();
  await page.getByText('Waiting for its first customer').waitFor();
  expect(await ticked()).toEqual(['drawn', 'published']);
  await call('/v1/track', { body: { userId: 'ann', event: 'Brochure Requested' } });
  await again();
  await expect.poll(() => page.locator(`[data-figure="entered ${body.id}"]`).textContent()).toBe('1');
  expect(await ticked()).toEqual(['drawn', 'received', 'published']);
  await page.getByText('The part that sends has not been seen yet.').waitFor();
  const found = await call('/v1/customers/lookup', { body: { userId: 'ann' } });
  const [ann] = found.body.items as { id: string }[];
  await call(`/v1/customers/${ann!.id}/test`, { method: 'PUT', body: { test: true } });
  const worker = {
    sending: 'live',
    foreign: false,
    catcher: false,
    clock: true,
    mail: { ok: true, why: null },
  } as const;
  await sayHere(db, 'one', worker);
  await again();
  await page.getByText('Nothing needs you').waitFor();
  expect(await page.getByRole('heading', { name: 'First steps' }).count()).toBe(0);
  await context.close();
});

test('a chain that suspended itself is told in French, with its figures, and is put away', async () => {
  const { rig } = desk;
  const scene = await enterLetters(rig, 'bob');
  await rig.db.updateTable('chains').set({ state: 'live' }).where('id', '=', scene.chainNumber).execute();
  const guard = { optOuts: 5, days: 7, atLeast: 1 };
  await rig.call(`/v1/chains/${scene.chain}/guard`, { method: 'PUT', body: { guard } });
  const at = new Date(rig.now());
  await rig.db
    .insertInto('touches')
    .values({
      ...{ month: scene.month, enrolment: scene.enrolmentNumber, step: 1, visit: 1, customer: scene.customerNumber },
      ...{ chain: scene.chainNumber, version: scene.version, step_id: 'first', state: 'handed', brand: 'default' },
      ...{ channel: 'email', class: 'commercial', decision: '{}', due: at, judged_at: at, handed_at: at },
    })
    .execute();
  await rig.call(`/v1/customers/${scene.customer}/withdraw`, { body: { scope: { kind: 'everything' } } });
  await suspendUnguarded(rig.db, rig.now());
  const { context, page } = await desk.open({ language: 'fr' });
  await page.goto('/');
  const line = page.locator('[data-need=guard]');
  await line.getByText('s’est mise en pause').waitFor();
  expect(await line.textContent()).toMatch(/1.000 désabonnements pour 1.000 sollicitations, pour 5 admis/);
  await line.getByRole('button', { name: /^Vu/ }).click();
  await line.waitFor({ state: 'detached' });
  await page.goto('/operations?tab=incidents');
  await page.locator('[data-incident=guard]').getByText('Vu par').waitFor();
  await context.close();
});
