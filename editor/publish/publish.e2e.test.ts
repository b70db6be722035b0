import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { preview } from '#activities/channels/email/preview.ts';
import { checkContent } from '#activities/channels/index.ts';
import { galleryGraph } from '#chains/index.ts';
import { DAY } from '#core/clock.ts';
import { type Desk, openDesk } from '#setup/testing/desk.ts';
import { line, pause } from '#setup/testing/graphs.ts';

let desk: Desk;
let chain: string;
beforeAll(async () => {
  desk = await openDesk({ preview, checkContent });
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
    await page.getByRole('button', { name: 'Unsubscribes', exact: true }).click();
    await page.getByLabel('Unsubscribes after (days)').fill('10');
    await result.getByText('Unsubscribes from everything').waitFor();
    await result.getByText('Not sent: the customer does not consent to it.').first().waitFor();
    await result.getByText('Read the message').first().click();
    // He reads French, whoever looks.
    await result.frameLocator('iframe').first().getByText('Merci, Jean.').waitFor();
    await page.getByRole('button', { name: 'To the first day' }).click();
    await result.getByText('Not sent: the customer does not consent to it.').first().waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'To the end' }).click();
    await page.getByLabel('Persona').selectOption('silent');
    await result.getByText('1 sent').waitFor();
    expect(await violations(page)).toEqual([]);
    await context.close();
  }
});

test('the trigger may say what the chain asks about, and a message that cannot be made waits for somebody', async () => {
  const { context, page } = await desk.open();
  const big = { field: 'entry.total', op: 'gt', value: 100 };
  const content = { subject: 'A gift', html: '<p>For you, {{ profile.nickname }}.</p>' };
  const graph = {
    ...{ schema: 1, name: 'Big baskets', params: {} },
    steps: [
      { id: 'in', type: 'entry', data: { event: 'Order Completed' } },
      { id: 'big', type: 'condition', data: { if: big } },
      { id: 'gift', type: 'contact', data: { channel: 'email', class: 'service', content } },
      { id: 'end', type: 'end', data: {} },
    ],
    edges: [
      { from: 'in', port: 'done', to: 'big' },
      { from: 'big', port: 'yes', to: 'gift' },
      { from: 'big', port: 'no', to: 'end' },
      { from: 'gift', port: 'done', to: 'end' },
    ],
  };
  const { body } = await desk.rig.call('/v1/chains', { body: { graph } });
  await page.goto(`/chains/${body.id}/try-out`);
  const result = page.getByRole('region', { name: 'What would happen' });
  await result.getByText('Nothing would be sent').waitFor();
  await page.getByLabel('total').fill('120');
  await result.getByText('1 waiting for somebody').waitFor();
  await result.getByText(/nickname/).waitFor();
  expect(await result.getByText(/ sent$/).count()).toBe(0);
  expect(await violations(page)).toEqual([]);
  await context.close();
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
  await page.getByText('Version 1 is published.').waitFor();

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

test('who waits is moved with the new version, and two versions are told apart in words', async () => {
  const wait = (days: number) => line('Moved Here', [pause('rest', days * 86_400)], { name: 'Moved here' });
  const { body: made } = await desk.rig.call('/v1/chains', { body: { graph: wait(5) } });
  const version = await desk.rig.call(`/v1/chains/${made.id}/publish`, { body: {}, headers: { 'If-Match': '"1"' } });
  await desk.rig.call('/v1/track', { body: { userId: 'mia', event: 'Moved Here' } });
  // As the engine would have left her: asleep at the wait.
  await desk.rig.db
    .updateTable('enrolments')
    .set({ phase: 1, due: new Date(desk.rig.now() + 5 * DAY) })
    .where('version', '=', Number.parseInt(String(version.body.id).slice(4), 36))
    .execute();
  await desk.rig.call(`/v1/chains/${made.id}`, {
    ...{ method: 'PUT', body: { graph: wait(8) }, headers: { 'If-Match': '"1"' } },
  });
  const { context, page } = await desk.open();
  await page.goto(`/chains/${made.id}`);
  await page.getByRole('button', { name: 'Publish…' }).click();
  const panel = page.getByRole('dialog');
  await panel.getByText(/1 customer waits at/).waitFor();
  await panel.getByLabel('Also move waiting customers').check();
  expect(await violations(page)).toEqual([]);
  await panel.getByRole('button', { name: 'Publish', exact: true }).click();
  await page.getByText('1 customer moved, 0 stay.').waitFor();
  await page.getByRole('link', { name: 'Versions' }).click();
  const compared = page.getByRole('region', { name: 'Compare two versions' });
  await compared.getByLabel('From').selectOption({ label: 'Version 1' });
  await compared.getByLabel('To').selectOption({ label: 'Version 2' });
  await compared.getByText('Changed').first().waitFor();
  expect(await compared.getByRole('listitem').allInnerTexts()).toContain('Wait: 7,200 minutes → 11,520 minutes');
  await page.getByRole('button', { name: /^Publish again…/ }).click();
  const back = page.getByRole('dialog', { name: 'Publish version 1 again?' });
  await back.getByText('Wait: 11,520 minutes → 7,200 minutes').waitFor();
  expect(await violations(page)).toEqual([]);
  await back.getByRole('button', { name: 'Publish again' }).click();
  await page.getByText('Version 3 is in force.').waitFor();
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.getByRole('button', { name: 'Resume…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Resume the chain' });
  await dialog.getByText('Nothing is overdue.').waitFor();
  expect(await violations(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Resume' }).click();
  await page.getByText('Live', { exact: true }).first().waitFor();
  await context.close();
});
