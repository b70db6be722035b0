import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { BrowserContext, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Graph } from '#core/graph.ts';
import { type Desk, openDesk } from '#setup/testing/desk.ts';
import { writeNames } from '#store/events.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
  const seen = [
    { event: 'Order Completed', properties: { total: 60, order_id: 'o1' } },
    { event: 'Survey Answered', properties: { score: 4 } },
    { event: 'Cart Abandoned', properties: { value: 12 } },
  ];
  for (const call of seen) await desk.rig.call('/v1/track', { body: { userId: 'u1', ...call } });
  await writeNames(desk.rig.db);
});
afterAll(() => desk.close());

const graph: Graph = {
  schema: 1,
  name: 'Fields',
  params: {},
  steps: [
    { id: 'go', type: 'entry', label: 'Start', position: { x: 0, y: 0 }, data: { event: 'Order Completed' } },
    {
      id: 'week',
      type: 'contact',
      label: 'Week',
      position: { x: 300, y: 0 },
      data: {
        channel: 'email',
        class: 'commercial',
        when: { anchor: { kind: 'trigger' } },
        content: { subject: 'S', html: '<p>x</p>' },
      },
    },
    { id: 'ask', type: 'condition', label: 'Ask', position: { x: 0, y: 240 }, data: {} },
    {
      id: 'lot',
      type: 'split',
      label: 'Lot',
      position: { x: 300, y: 280 },
      data: {
        arms: [
          { port: 'a', share: 50 },
          { port: 'b', share: 50 },
        ],
      },
    },
    { id: 'e', type: 'end', label: 'Over', position: { x: 0, y: 480 }, data: {} },
  ],
  edges: [
    { from: 'go', port: 'done', to: 'week' },
    { from: 'week', port: 'done', to: 'ask' },
    { from: 'ask', port: 'yes', to: 'lot' },
    { from: 'ask', port: 'no', to: 'e' },
    { from: 'lot', port: 'a', to: 'e' },
    { from: 'lot', port: 'b', to: 'e' },
  ],
};

type Hand = {
  context: BrowserContext;
  page: Page;
  panel: Locator;
  choose(name: string): Promise<void>;
  data(id: string): Promise<unknown>;
};

async function open(options: Parameters<Desk['open']>[0] = {}): Promise<Hand> {
  const { context, page } = await desk.open({ width: 1600, height: 1000, ...options });
  const answer = await context.request.post('/v1/chains', { data: { graph } });
  const { id } = (await answer.json()) as { id: string };
  await page.goto(`/chains/${id}`);
  await page.locator('.react-flow__node').first().waitFor();
  return {
    context,
    page,
    panel: page.getByRole('complementary', {
      name: /^(The chosen step|L’étape choisie|The whole chain|Toute la chaîne)$/,
    }),
    async choose(name) {
      await page
        .locator('.react-flow__node')
        .filter({ hasText: name })
        .first()
        .click({ position: { x: 30, y: 20 } });
      await page.locator(`aside input[value="${name}"]`).waitFor();
    },
    async data(step) {
      await page.locator('[data-saved=saved]').waitFor();
      const { draft } = (await (await context.request.get(`/v1/chains/${id}`)).json()) as { draft: Graph };
      return step === 'params' ? draft.params : draft.steps.find((s) => s.id === step)?.data;
    },
  };
}

/** Chooses in a list that is searched by typing. */
async function pick(page: Page, place: Locator, typed: string, option: RegExp): Promise<void> {
  await place.click();
  await page.getByPlaceholder(/^Find/).fill(typed);
  await page.getByRole('option', { name: option }).first().click();
}

test('the event is chosen among those really seen, and one never seen is said to be so', async () => {
  const { context, page, panel, choose, data } = await open();
  await choose('Start');
  const event = panel.getByRole('combobox', { name: 'Event', exact: true });
  await pick(page, event, 'Cart', /^Cart Abandoned/);
  await panel.getByText('the basket left', { exact: true }).waitFor();
  await expect.poll(() => data('go')).toMatchObject({ event: 'Cart Abandoned' });
  await pick(page, event, 'Basket Forgotten', /^Use “Basket Forgotten”/);
  await panel.getByText(/^Never seen so far/).waitFor();
  await expect.poll(() => data('go')).toMatchObject({ event: 'Basket Forgotten' });
  await context.close();
});

test('J+7 at 10:00 on working days is set in the form and changed in the sentence', async () => {
  const { context, page, panel, choose, data } = await open();
  await choose('Week');
  await panel.getByRole('spinbutton', { name: 'How far' }).fill('7');
  await panel.getByLabel('Local time').fill('10:00');
  await panel.getByLabel('Which days').selectOption({ label: 'Monday to Friday' });
  const sentence = panel.locator('p').first();
  await expect
    .poll(() => sentence.textContent())
    .toMatch(/^7 days after the purchase, at 10:00, on a working day, send “S”/);
  await expect
    .poll(() => data('week'))
    .toMatchObject({ when: { anchor: { kind: 'trigger' }, days: 7, time: '10:00', on: 'mon-fri' } });
  await panel.getByRole('button', { name: '7 days' }).click();
  await page.getByRole('dialog').getByRole('spinbutton').fill('8');
  await page.keyboard.press('Escape');
  await expect.poll(() => sentence.textContent()).toMatch(/^8 days after the purchase/);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => sentence.textContent()).toMatch(/^7 days after the purchase/);
  await context.close();
});

test('a condition is built by mouse, said in words, and kept as one', async () => {
  const { context, page, panel, choose, data } = await open();
  await choose('Ask');
  await panel.getByRole('button', { name: 'Add a condition' }).click();
  const dialog = page.getByRole('dialog', { name: 'Condition', exact: true });
  const add = dialog.getByRole('button', { name: 'Condition', exact: true }).first();
  await add.click();
  await pick(page, dialog.getByRole('combobox', { name: 'Event', exact: true }), 'Survey', /^Survey Answered/);
  await dialog.getByRole('combobox', { name: 'Since when' }).selectOption({ label: 'in the last days' });
  await add.click();
  await pick(page, dialog.getByRole('combobox', { name: 'What is asked' }).nth(1), 'total', /total/);
  await dialog.getByRole('combobox', { name: 'How', exact: true }).selectOption({ label: 'is more than' });
  await dialog.getByRole('spinbutton', { name: 'Value' }).fill('50');
  await dialog.getByRole('combobox', { name: 'All or one' }).selectOption({ label: 'At least one of these' });
  const words = 'The event “Survey Answered” has happened in the last 30 days or the trigger’s “total” is more than 50';
  await dialog.getByText(words, { exact: true }).waitFor();
  await dialog.getByRole('button', { name: 'Done' }).click();
  await panel.getByText(words, { exact: true }).waitFor();
  await panel.getByText('Nothing blocks publishing.').waitFor();
  await expect
    .poll(() => data('ask'))
    .toEqual({
      if: {
        any: [{ happened: { event: 'Survey Answered', days: 30 } }, { field: 'entry.total', op: 'gt', value: 50 }],
      },
    });
  await context.close();
});

test('a split in three adds up to 100, whichever share is changed', async () => {
  const { context, panel, choose, data } = await open();
  await choose('Lot');
  await panel.getByRole('button', { name: 'Add an arm' }).click();
  await panel.getByText('Together: 100%').waitFor();
  await panel.getByRole('spinbutton').first().fill('60');
  await panel.getByRole('textbox', { name: 'Arm 3' }).fill('By letter');
  const shares = [60, 20, 20];
  await expect
    .poll(async () => ((await data('lot')) as { arms: { share: number }[] }).arms.map((a) => a.share))
    .toEqual(shares);
  await panel.getByText('take “By letter”', { exact: false }).first().waitFor();
  await context.close();
});

test('a parameter is made where no step is chosen, stands for a number, and cannot be removed while it does', async () => {
  const { context, page, panel, choose, data } = await open();
  await page.getByRole('button', { name: 'Parameters' }).click();
  await panel.getByRole('button', { name: 'Add a parameter' }).click();
  await panel.getByLabel('Name', { exact: true }).fill('late');
  await panel.getByLabel('Value', { exact: true }).fill('12');
  await expect.poll(() => data('params')).toEqual({ late: { type: 'days', value: 12 } });
  await choose('Week');
  await panel.getByRole('button', { name: 'Parameter for: How far' }).click();
  await page.getByRole('menuitemradio', { name: 'late' }).click();
  await panel.getByRole('button', { name: /: late days$/i }).waitFor();
  await page.getByRole('button', { name: 'Parameters' }).click();
  await panel.getByText('Used in 1 step').waitFor();
  expect(await panel.getByRole('button', { name: 'Remove late' }).isDisabled()).toBe(true);
  await panel.getByLabel('Name', { exact: true }).fill('delay');
  await page.keyboard.press('Enter');
  await expect.poll(() => data('week')).toMatchObject({ when: { days: { param: 'delay' } } });
  await context.close();
});

test('what has no shape of a condition is shown as it is written, and nothing of it is lost', async () => {
  const { context, page, panel, choose, data } = await open();
  await choose('Ask');
  await panel.getByRole('button', { name: 'Add a condition' }).click();
  const dialog = page.getByRole('dialog', { name: 'Condition', exact: true });
  await dialog.getByText('As code').click();
  const code = dialog.getByRole('textbox', { name: 'As code' });
  await code.fill('{"field": "profile.city", "op": "eq", "value": "Lyon", "note": "kept"}');
  await code.blur();
  await dialog.getByText(/^This condition was written by hand/).waitFor();
  await expect
    .poll(() => data('ask'))
    .toEqual({ if: { field: 'profile.city', op: 'eq', value: 'Lyon', note: 'kept' } });
  await context.close();
});

test('inspector and builder are open to everybody, narrow and wide, in both themes and languages', async () => {
  const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  for (const [dark, width, language] of [
    [false, 380, 'fr'],
    [true, 1280, 'en'],
  ] as const) {
    const { context, page, panel } = await open({ dark, width, language });
    for (const id of ['go', 'week', 'lot', 'ask']) {
      await page.locator(`.react-flow__node[data-id=${id}]`).focus();
      await page.keyboard.press('Enter');
      await panel.getByRole('heading').first().waitFor();
      const wide = await panel.evaluate((place) => {
        const { scrollWidth, clientWidth } = place as unknown as { scrollWidth: number; clientWidth: number };
        return scrollWidth - clientWidth;
      });
      expect(wide, id).toBeLessThanOrEqual(0);
    }
    await page.evaluate(axe);
    const found = (where: string) =>
      page.evaluate(`axe.run('${where}').then((r) => r.violations.map((v) => v.id + ' ' + v.nodes[0].html))`);
    expect(await found('aside')).toEqual([]);
    await panel.getByRole('button', { name: /^(Add a condition|Ajouter une condition)$/ }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Condition', exact: true }).click();
    await dialog.getByRole('combobox', { name: /^(Event|Événement)$/ }).waitFor();
    expect(await found('[role=dialog]')).toEqual([]);
    await context.close();
  }
});
