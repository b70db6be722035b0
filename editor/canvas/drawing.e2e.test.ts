import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { galleryGraph } from '#chains/index.ts';
import type { Graph } from '#core/graph.ts';
import { type Desk, openDesk } from '#setup/testing/desk.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.close());

async function chainOf(graph: Graph | string): Promise<string> {
  const body = typeof graph === 'string' ? { name: graph } : { graph };
  return String((await desk.rig.call('/v1/chains', { body })).body.id);
}

async function draftOf(id: string): Promise<Graph> {
  return (await desk.rig.call(`/v1/chains/${id}`)).body.draft as Graph;
}

async function openChain(page: Page, id: string, query = ''): Promise<void> {
  await page.goto(`/chains/${id}${query}`);
  await page.locator('.react-flow__pane').waitFor();
}

const saved = (page: Page) => page.locator('[data-saved=saved]').waitFor();
const node = (page: Page, name: string) => page.locator('.react-flow__node').filter({ hasText: name });
const leads = (graph: Graph, from: string, port = 'done') =>
  graph.edges.find((e) => e.from === from && e.port === port)?.to;
const stepOf = (graph: Graph, sign: (step: Graph['steps'][number]) => boolean) => graph.steps.find(sign)!;

test('a step is dragged from the palette to a place, and onto an edge', async () => {
  const { context, page } = await desk.open({ width: 1600 });
  const id = await chainOf(galleryGraph('classic'));
  await openChain(page, id);
  await node(page, 'D: thank-you').waitFor();
  const wait = page.getByRole('button', { name: 'Wait', exact: true });
  await wait.dragTo(page.locator('.react-flow__pane'), { targetPosition: { x: 300, y: 60 } });
  await saved(page);
  await expect.poll(async () => (await draftOf(id)).steps.length).toBe(galleryGraph('classic').steps.length + 1);
  const alone = (await draftOf(id)).steps.at(-1)!;
  expect(alone.type).toBe('wait');
  expect((await draftOf(id)).edges.some((e) => e.to === alone.id)).toBe(false);

  await wait.dragTo(page.locator('[data-edge="thanks done"]'), { force: true });
  await expect.poll(async () => leads(await draftOf(id), 'thanks')).not.toBe('invoice');
  const between = leads(await draftOf(id), 'thanks')!;
  expect(leads(await draftOf(id), between)).toBe('invoice');
  await context.close();
});

test('the + on an edge puts a step in between', async () => {
  const { context, page } = await desk.open({ width: 1600 });
  const id = await chainOf(galleryGraph('classic'));
  await openChain(page, id);
  await page.locator('[data-edge="thanks done"]').getByRole('button', { name: 'Insert a step here' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Call', exact: true }).click();
  await expect.poll(async () => leads(await draftOf(id), 'thanks')).toMatch(/^call-/);
  expect(leads(await draftOf(id), leads(await draftOf(id), 'thanks')!)).toBe('invoice');
  await context.close();
});

test('what lies about is tidied from left to right, and undone in one', async () => {
  const { context, page } = await desk.open({ width: 1600 });
  const graph = galleryGraph('classic');
  const id = await chainOf({ ...graph, steps: graph.steps.map((s) => ({ ...s, position: { x: 0, y: 0 } })) });
  await openChain(page, id);
  await page.getByRole('button', { name: 'Tidy up' }).click();
  const path = ['purchase', 'thanks', 'invoice', 'service', 'courtesy'];
  const across = async () => {
    const { steps } = await draftOf(id);
    return path.map((name) => stepOf({ ...graph, steps }, (s) => s.id === name).position!.x);
  };
  await expect.poll(async () => (await across()).at(-1)).toBeGreaterThan(900);
  expect(await across()).toEqual([...(await across())].sort((a, b) => a - b));
  await saved(page);
  await page.keyboard.press('Control+z');
  await expect.poll(across).toEqual([0, 0, 0, 0, 0]);
  await context.close();
});

test('a note is written on the drawing and kept', async () => {
  const { context, page } = await desk.open();
  const id = await chainOf('With a note');
  await openChain(page, id);
  await page.getByRole('button', { name: 'Add a note' }).click();
  await page.getByRole('textbox', { name: 'Note', exact: true }).fill('Ask the shop about returns');
  await expect.poll(async () => (await draftOf(id)).notes?.map((n) => n.text)).toEqual(['Ask the shop about returns']);
  // Another one does not lie upon it.
  await page.getByRole('button', { name: 'Add a note' }).click();
  const places = async () => (await draftOf(id)).notes?.map((n) => n.position!.x) ?? [];
  await expect.poll(async () => (await places()).length).toBe(2);
  expect(Math.abs((await places())[0]! - (await places())[1]!)).toBeGreaterThan(224);
  await context.close();
});

test('in a window of 1280 the palette leaves its room to the drawing, and what is chosen stays in sight', async () => {
  const { context, page } = await desk.open({ width: 1280 });
  const id = await chainOf(galleryGraph('classic'));
  await openChain(page, id);
  await node(page, 'D+7').click();
  const aside = page.getByRole('complementary', { name: 'The chosen step' });
  await aside.waitFor();
  const drawing = page.getByRole('region', { name: 'Drawing', exact: true });
  expect((await drawing.boundingBox())!.width).toBeGreaterThan(650);
  const edge = (await aside.boundingBox())!.x;
  const right = async () => {
    const box = (await node(page, 'D+7').boundingBox())!;
    return box.x + box.width;
  };
  await expect.poll(right).toBeLessThan(edge);

  const palette = page.getByRole('region', { name: 'Steps to add' });
  const wide = async () => (await palette.boundingBox())!.width;
  expect(await wide()).toBeLessThan(60);
  await palette.getByRole('button', { name: 'Wait', exact: true }).hover();
  await expect.poll(wide).toBeGreaterThan(150);
  await page.mouse.move(640, 700);
  await expect.poll(wide).toBeLessThan(60);
  await palette.getByRole('button', { name: 'Keep the names open' }).focus();
  await page.keyboard.press('Shift+Tab');
  await expect.poll(wide).toBeGreaterThan(150);
  await palette.getByRole('button', { name: 'Keep the names open' }).click();
  await page.mouse.move(640, 700);
  expect(await wide()).toBeGreaterThan(150);
  await aside.getByRole('button', { name: 'Close' }).click();
  await aside.waitFor({ state: 'detached' });
  await context.close();
});

test('what is added behind the last card is brought into sight', async () => {
  const { context, page } = await desk.open();
  const id = await chainOf('Long');
  await openChain(page, id);
  const palette = page.getByRole('region', { name: 'Steps to add' });
  for (const sign of ['Trigger', 'E-mail', 'Letter', 'Call', 'SMS', 'Wait'])
    await palette.getByRole('button', { name: sign, exact: true }).click();
  const edge = (await page.getByRole('complementary', { name: 'The chosen step' }).boundingBox())!.x;
  const box = async () => (await page.locator('.react-flow__node.selected').boundingBox())!;
  await expect.poll(async () => (await box()).x + (await box()).width).toBeLessThan(edge);
  expect(await page.locator('.react-flow__node.selected').textContent()).toContain('Wait');
  await context.close();
});

test('a search goes from one step found to the next and chooses it', async () => {
  const { context, page } = await desk.open();
  const id = await chainOf(galleryGraph('classic'));
  await openChain(page, id);
  await page.keyboard.press('Control+f');
  await page.getByRole('textbox', { name: 'Find a step' }).fill('letter');
  await page.keyboard.press('Enter');
  const chosen = page.locator('.react-flow__node.selected');
  await expect.poll(() => chosen.textContent()).toContain('D+1: letter');
  await page.keyboard.press('Enter');
  await expect.poll(() => chosen.textContent()).toContain('newsletter');
  expect(await page.getByText('2 / 3').count()).toBe(1);
  await context.close();
});

test('a link to a step chooses it, and the list of problems leads to the step that has one', async () => {
  const { context, page } = await desk.open({ width: 1600 });
  const graph = galleryGraph('classic');
  const steps = graph.steps.map((s) => (s.id === 'renewal' ? { ...s, data: { ...s.data, class: undefined } } : s));
  const id = await chainOf({ ...graph, steps });
  await openChain(page, id, '?step=invoice');
  const chosen = page.locator('.react-flow__node.selected');
  await expect.poll(() => chosen.textContent()).toContain('D+1: letter');
  await page.getByRole('complementary', { name: 'The chosen step' }).waitFor();
  await page.keyboard.press('Escape');
  await page.locator('.react-flow__pane').click({ position: { x: 20, y: 20 } });
  await page.getByRole('button', { name: '1 problem', exact: true }).click();
  const aside = page.getByRole('complementary', { name: 'The whole chain' });
  await aside.getByRole('region', { name: 'Problems' }).getByRole('button').first().click();
  await expect.poll(() => chosen.textContent()).toContain('D+Z');
  await context.close();
});

test('who may only look changes nothing: no palette, no keys, no dragging', async () => {
  const { context, page } = await desk.open({ roles: ['viewer'], width: 1600 });
  const id = await chainOf(galleryGraph('classic'));
  const before = await draftOf(id);
  await openChain(page, id);
  await page.getByText('Read only').waitFor();
  expect(await page.getByRole('region', { name: 'Steps to add' }).count()).toBe(0);
  expect(await page.getByRole('button', { name: 'Publish…' }).count()).toBe(0);
  await node(page, 'D: thank-you').click();
  await page.keyboard.press('Delete');
  await page.keyboard.press('Control+d');
  const box = (await node(page, 'D: thank-you').boundingBox())!;
  await page.mouse.move(box.x + 60, box.y + 20);
  await page.mouse.down();
  await page.mouse.move(box.x + 200, box.y + 200, { steps: 5 });
  await page.mouse.up();
  expect(await page.locator('.react-flow__node').count()).toBeGreaterThanOrEqual(before.steps.length);
  await page.getByRole('link', { name: 'Settings' }).click();
  expect(await page.getByLabel('Control group, %').isDisabled()).toBe(true);
  expect(await draftOf(id)).toEqual(before);
  await context.close();
});

async function offline(context: BrowserContext, pages: Page[], edit: () => Promise<void>): Promise<void> {
  await context.setOffline(true);
  await edit();
  for (const page of pages) await page.locator('[data-saved=offline]').waitFor();
  await context.setOffline(false);
}

test('who loses the connection before anything else was fetched goes on drawing', async () => {
  const { context, page } = await desk.open({ width: 1600 });
  const id = await chainOf(galleryGraph('classic'));
  await openChain(page, id);
  await node(page, 'D+1: letter').waitFor();
  await context.setOffline(true);
  await node(page, 'D+1: letter').click();
  await page.keyboard.press('Delete');
  await page.locator('[data-saved=offline]').waitFor();
  await context.setOffline(false);
  await saved(page);
  expect(leads(await draftOf(id), 'thanks')).toBe('service');
  await node(page, 'D: thank-you').click();
  await page.getByRole('complementary', { name: 'The chosen step' }).getByRole('textbox').first().waitFor();
  await context.close();
});

test('what two people changed at once is told in words, and until it is decided what was saved stands', async () => {
  const { context, page } = await desk.open({ width: 1600, language: 'fr' });
  const id = await chainOf(galleryGraph('classic'));
  const other = await context.newPage();
  await page.addInitScript("localStorage.setItem('jalon:view', 'list')");
  await other.addInitScript("localStorage.setItem('jalon:view', 'list')");
  const days = (one: Page) => one.getByRole('spinbutton', { name: /D\+1: letter/ });
  for (const one of [page, other]) {
    await one.goto(`/chains/${id}`);
    await days(one).waitFor();
  }
  await offline(context, [page, other], async () => {
    await days(page).fill('2');
    await days(other).fill('3');
  });
  const asked = (one: Page) => one.getByRole('dialog', { name: 'Quelqu’un a modifié la même chose' });
  await expect.poll(async () => (await asked(page).count()) + (await asked(other).count())).toBe(1);
  const loser = (await asked(page).count()) === 1 ? page : other;
  const [mine, theirs] = loser === page ? ['J+2', 'J+3'] : ['J+3', 'J+2'];
  const dayIn = async () => (stepOf(await draftOf(id), (s) => s.id === 'invoice').data.when as { days: number }).days;
  expect(`J+${await dayIn()}`).toBe(theirs);
  for (const day of [mine, theirs])
    await asked(loser)
      .getByText(`Date · ${day!.slice(2)} jours après l’achat, à 10:00, un jour ouvré, hors jours fériés`)
      .waitFor();
  await asked(loser)
    .getByRole('radio', { name: /^L’autre/ })
    .check();
  await asked(loser).getByRole('button', { name: 'Continuer ainsi' }).click();
  await saved(loser);
  expect(`J+${await dayIn()}`).toBe(theirs);
  await expect.poll(() => days(loser).inputValue()).toBe(theirs.slice(2));
  await context.close();
});
