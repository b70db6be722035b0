/** The whole way: a chain is drawn, broken, mended, tried and published in the browser, and the engine runs it to its end, in the mail catcher. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openRunning, type Running } from '#setup/testing/running.ts';

let running: Running;
beforeAll(async () => {
  running = await openRunning({ day: 3_000 });
});
afterAll(() => running?.stop());

const LINES = ['when purchase', 'd mail service thank you', 'd+3 mail info how to', 'd+7 mail care plan', 'end'];

test('a chain is drawn, broken, mended, tried out and published, and a customer who buys walks it to its end', async () => {
  const { desk, engine, catcher } = running;
  const { context, page } = await desk.open({ width: 1600 });
  const made = await context.request.post('/v1/chains', { data: { name: 'From purchase to care' } });
  const { id } = (await made.json()) as { id: string };

  await page.goto(`/chains/${id}`);
  await page.locator('.react-flow__pane').waitFor();
  await page.keyboard.press('/');
  const quick = page.getByRole('textbox', { name: 'Add in one line' });
  for (const line of LINES) {
    await quick.fill(line);
    await quick.press('Enter');
  }
  await page.locator('.react-flow__node').filter({ hasText: 'Care plan' }).waitFor();
  await page.keyboard.press('Escape');
  await page.locator('[data-saved=saved]').waitFor();

  // What is not written yet stands in the way, in words.
  await page.getByRole('link', { name: 'Messages' }).click();
  const message = (name: string) => page.getByRole('listitem').filter({ has: page.getByRole('heading', { name }) });
  await message('Thank you').getByRole('alert').waitFor();
  await page.getByRole('link', { name: 'Try-out' }).click();
  await page.getByText(/problems? stands? in the way/).waitFor();
  await page.getByRole('button', { name: 'Publish…' }).click();
  await page.getByRole('dialog').getByText('Mend these first').waitFor();
  expect(await page.getByRole('dialog').getByRole('button', { name: 'Publish', exact: true }).isDisabled()).toBe(true);
  await page.keyboard.press('Escape');

  // Mended where they stand, in plain words.
  await page.getByRole('link', { name: 'Messages' }).click();
  for (const [name, words] of [
    ['Thank you', 'Dear {{ profile.firstName }},\n\nThank you for your order.'],
    ['How to', 'Three things to know.'],
    ['Care plan', 'A year of care, for you.\n\n[See it](https://shop.example/care)'],
  ] as const) {
    await message(name).getByRole('button', { name: /^Edit/ }).click();
    await message(name).getByRole('textbox', { name: 'Message' }).fill(words);
    await message(name).getByRole('alert').waitFor({ state: 'detached' });
    await message(name).getByRole('button', { name: /^Done/ }).click();
  }
  await page.locator('[data-saved=saved]').waitFor();

  await page.getByRole('link', { name: 'Try-out' }).click();
  const result = page.getByRole('region', { name: 'What would happen' });
  await result.getByText('3 sent').waitFor();
  await result.getByText('Read the message').first().click();
  await result.frameLocator('iframe').getByText('Dear Jean,').waitFor();

  await page.getByRole('button', { name: 'Publish…' }).click();
  const panel = page.getByRole('dialog');
  await panel.getByLabel('Note for the history').fill('the whole way');
  await panel.getByRole('button', { name: 'Publish', exact: true }).click();
  await page.getByText('Version 1 is published.').waitFor();

  // She watches: the numbers come to her.
  await page.getByRole('link', { name: 'Drawing' }).click();
  await page.getByRole('button', { name: 'Live', exact: true }).click();
  const entered = page.locator('[data-figure=entered] dd').first();
  const passed = page.locator('.react-flow__node').filter({ hasText: 'Care plan' }).locator('[data-figure=passed] dd');
  await expect.poll(() => entered.textContent()).toBe('0');
  const bought = await desk.rig.call('/v1/track', {
    body: {
      ...{ userId: 'ann', event: 'Order Completed', properties: { order_id: 'A-1', total: 80 } },
      context: { traits: { email: 'ann@shop.example', firstName: 'Ann' } },
    },
  });
  expect(bought.status).toBe(200);
  await expect.poll(() => entered.textContent(), { timeout: 20_000 }).toBe('1');
  await expect.poll(() => catcher.mailbox.total(), { timeout: 90_000 }).toBe(3);
  await expect.poll(() => passed.textContent(), { timeout: 30_000 }).toBe('1');

  const caught = await context.newPage();
  await caught.goto(catcher.webUrl);
  // The newest stands first.
  await expect.poll(() => caught.locator('.subject').allTextContents()).toEqual(['Care plan', 'How to', 'Thank you']);
  expect(new Set(await caught.locator('.to').allTextContents())).toEqual(new Set(['ann@shop.example']));
  await caught.getByRole('link', { name: 'Thank you' }).click();
  await caught.frameLocator('iframe').getByText('Dear Ann,').waitFor();
  const { rows } = await engine.store.pool.query('select outcome from enrolments');
  expect(rows).toEqual([{ outcome: 'completed' }]);
  await page.getByRole('link', { name: 'Results' }).click();
  const row = page.getByRole('row').filter({ hasText: 'Care plan' }).first();
  await expect.poll(() => row.getByRole('cell').nth(3).textContent()).toBe('1');
  await context.close();
});
