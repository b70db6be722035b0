import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { galleryGraph } from '#chains/index.ts';
import type { Graph } from '#core/graph.ts';
import { type Desk, openDesk } from '#setup/testing/desk.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.close());

const broken = (): Graph => {
  const graph = structuredClone(galleryGraph('classic'));
  (graph.steps.find(({ id }) => id === 'thanks')!.data.content as { subject: string }).subject = '';
  return graph;
};

async function open(options: Parameters<Desk['open']>[0]) {
  const { context, page } = await desk.open({ width: 1600, ...options });
  const answer = await context.request.post('/v1/chains', { data: { graph: broken() } });
  const { id } = (await answer.json()) as { id: string };
  await page.goto(`/chains/${id}`);
  await page.locator('.react-flow__node').filter({ hasText: 'thank-you' }).first().click();
  await page.getByRole('region', { name: /^(Problèmes|Problems)$/ }).waitFor();
  return { context, page, id };
}

test('a chain that lacks a subject says so in French on the field and in the list, until it is mended', async () => {
  const { context, page, id } = await open({ language: 'fr' });
  const subject = page.getByRole('textbox', { name: 'Objet' });
  const list = page.getByRole('region', { name: 'Problèmes' });
  await page.getByText('À remplir.', { exact: true }).waitFor();
  expect(await subject.getAttribute('aria-invalid')).toBe('true');
  await list.getByRole('button', { name: /Objet/ }).click();
  const own = await subject.getAttribute('id');
  await expect.poll(() => page.locator(':focus').getAttribute('id')).toBe(own);
  await page.keyboard.type('Merci');
  await list.getByText('Rien n’empêche de publier.').waitFor();
  await page.locator('[data-saved=saved]').waitFor();
  const draft = ((await (await context.request.get(`/v1/chains/${id}`)).json()) as { draft: Graph }).draft;
  expect(draft.steps.find((step) => step.id === 'thanks')?.data.content).toMatchObject({ subject: 'Merci' });
  await context.close();
});

test('the inspector is open to everybody, in both themes', async () => {
  const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  for (const dark of [false, true]) {
    const { context, page } = await open({ dark });
    await page.evaluate(axe);
    const found = await page.evaluate(
      "axe.run('aside').then((r) => r.violations.map((v) => v.id + ' ' + v.nodes[0].html))",
    );
    expect(found).toEqual([]);
    await context.close();
  }
});
