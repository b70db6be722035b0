import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { galleryGraph } from '#chains/index.ts';
import { type Desk, openDesk } from '#setup/testing/desk.ts';

let desk: Desk;
let chain: string;
beforeAll(async () => {
  desk = await openDesk();
  const { body } = await desk.rig.call('/v1/chains', { body: { graph: galleryGraph('classic') } });
  chain = String(body.id);
});
afterAll(() => desk.close());

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
async function violations(page: Page): Promise<string[]> {
  await page.addScriptTag({ path: AXE });
  // The rail around it has its own test.
  const within = (await page.getByRole('dialog').count()) > 0 ? '[role=dialog]' : 'main';
  return page.evaluate(async (context) => {
    const { axe } = globalThis as unknown as {
      axe: { run(context: string): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    return (await axe.run(context)).violations.map((v) => `${v.id}: ${v.nodes[0]?.html}`);
  }, within);
}

test('a persona who unsubscribes at J+10 gets what is owed, and every other contact says why not', async () => {
  for (const dark of [false, true]) {
    const { context, page } = await desk.open({ dark });
    await page.goto(`/chains/${chain}/try-out`);
    const result = page.getByRole('region', { name: 'What would happen' });
    await result.getByText('8 sent').waitFor();
    await page.getByLabel('Unsubscribes after (days)').fill('10');
    await result.getByText('Unsubscribes from everything').waitFor();
    await result.getByText('Not sent: the customer does not consent to it.').first().waitFor();
    await page.getByLabel('Persona').selectOption('silent');
    await result.getByText('1 sent').waitFor();
    expect(await violations(page)).toEqual([]);
    await context.close();
  }
});

test('what changed is read before it is published, and the counts grow while one watches', async () => {
  const { context, page } = await desk.open();
  await page.goto(`/chains/${chain}`);
  await page.getByRole('button', { name: 'Publish…' }).click();
  const panel = page.getByRole('dialog');
  await panel.getByText('This chain has never been published: everything is new.').waitFor();
  await panel.getByLabel('Event that counts as success').fill('Nobody Sends This');
  await panel.getByText('This event has never been received: check its name.').waitFor();
  await panel.getByLabel('Note for the history').fill('the first one');
  expect(await violations(page)).toEqual([]);
  await panel.getByRole('button', { name: 'Publish', exact: true }).click();
  await page.getByRole('dialog', { name: 'Version 1 is published.' }).waitFor();
  await page.getByRole('button', { name: 'New entrants only' }).click();

  await page.getByRole('link', { name: 'Versions' }).click();
  await page.getByText('the first one').waitFor();
  expect(await violations(page)).toEqual([]);

  await page.getByRole('link', { name: 'Results' }).click();
  const entered = page.locator('[data-figure=entered]');
  await expect.poll(() => entered.textContent()).toBe('0');
  await desk.rig.call('/v1/track', { body: { userId: 'ann', event: 'Order Completed', properties: { total: 5 } } });
  await expect.poll(() => entered.textContent(), { timeout: 15_000 }).toBe('1');
  expect(await violations(page)).toEqual([]);
  await context.close();
});

test('an author asks, and a publisher finds the wish and says yes', async () => {
  const { body } = await desk.rig.call('/v1/chains', { body: { graph: galleryGraph('letters') } });
  const author = await desk.open({ roles: ['author'] });
  await author.page.goto(`/chains/${body.id}`);
  await author.page.getByRole('button', { name: 'Ask to publish…' }).click();
  await author.page.getByRole('dialog').getByLabel('Note for the history').fill('please look');
  await author.page.getByRole('button', { name: 'Ask for publication' }).click();
  await author.page.getByText('A publisher has been asked.').waitFor();
  await author.context.close();
  const publisher = await desk.open({ roles: ['publisher'] });
  await publisher.page.goto(`/chains/${body.id}`);
  await publisher.page.getByRole('button', { name: 'Publish…' }).click();
  await publisher.page.getByText('please look').waitFor();
  await publisher.page.getByRole('button', { name: 'Approve and publish' }).click();
  await publisher.page.getByText('Live', { exact: true }).first().waitFor();
  await publisher.context.close();
});
