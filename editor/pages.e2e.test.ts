/** Every page there is, in both themes: no fault of accessibility, nothing that runs out of a narrow screen, no error. */
import { readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { preview } from '#activities/channels/email/preview.ts';
import { checkContent } from '#activities/channels/index.ts';
import { enterLetters, putTask, putTouch } from '#api/testing/scene.ts';
import { galleryGraph } from '#chains/index.ts';
import { ensureStarters } from '#setup/starters.ts';
import { type Desk, openDesk } from '#setup/testing/desk.ts';
import { recordFigures } from '#setup/testing/figures.ts';
import { signHolder, signToken } from '#store/token.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let desk: Desk;
/** Of axe, over all themes and widths. */
let violations = 0;
/** Where the pages of one thing are looked at: a page that is missing here fails the test. */
const PLACES: Record<string, string> = {};
const PUBLIC: string[] = [];

beforeAll(async () => {
  desk = await openDesk({ preview, checkContent });
  const { rig } = desk;
  await ensureStarters(rig.db, rig.now());
  const chain = await rig.call('/v1/chains', { body: { graph: galleryGraph('classic') } });
  const id = String(chain.body.id);
  await rig.call(`/v1/chains/${id}/publish`, { body: {}, headers: { 'If-Match': '1' } });
  const identified = {
    userId: 'marie',
    traits: { email: 'marie@shop.example', first_name: 'Marie', phone: '+33612345678' },
  };
  await rig.call('/v1/identify', { body: identified });
  await rig.call('/v1/track', {
    body: { userId: 'marie', event: 'Order Completed', properties: { order_id: 'o1', total: 80 } },
  });
  const scene = await enterLetters(rig, 'paul');
  await putTask(rig, scene);
  await putTouch(rig, await enterLetters(rig, 'zoe'), 'unknown');
  const templates = await rig.call('/v1/templates');
  PLACES['/chains/[id]'] = `/chains/${id}`;
  PLACES['/customers/[id]'] = `/customers/${scene.customer}`;
  PLACES['/contents/[id]'] = `/contents/${(templates.body.items as { id: string }[])[0]!.id}`;
  const who = { customer: scene.customerNumber, brand: 'default' };
  PUBLIC.push(
    `/p/${signHolder(rig.deps.secret, who)}`,
    `/u/${signToken(rig.deps.secret, { ...who, channel: 'email' })}`,
    '/docs',
  );
});
afterAll(() => desk.close());

/** Addresses of the pages of the app folder, groups left out. */
async function pages(folder = 'editor/app', path = ''): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const inner = entries.map(async (entry) => {
    if (!entry.isDirectory()) return entry.name === 'page.tsx' ? [path || '/'] : [];
    const part = entry.name.startsWith('(') ? '' : `/${entry.name}`;
    return pages(`${folder}/${entry.name}`, path + part);
  });
  return (await Promise.all(inner)).flat().sort();
}

function placeOf(page: string): string {
  const known = Object.keys(PLACES).find((prefix) => page === prefix || page.startsWith(`${prefix}/`));
  const place = known ? page.replace(known, PLACES[known]!) : page;
  if (place.includes('[')) throw new Error(`No place to look at ${page}: add one to PLACES.`);
  return place;
}

async function faults(page: Page): Promise<string[]> {
  // Not as a script of the page: public pages allow none.
  await page.evaluate(AXE);
  const found = (await page.evaluate('axe.run(document)')) as AxeResults;
  return found.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html.slice(0, 160)).join(' | ')}`);
}

/** Until no place-holder stands on the page any more. */
async function ready(page: Page, place: string): Promise<void> {
  await page.waitForLoadState('load');
  const waiting = () => page.locator('[data-loading]').count();
  await expect.poll(waiting, { timeout: 20_000, message: `${place} goes on loading` }).toBe(0);
}

test.each([
  ['light', 1280, 'en'],
  ['dark', 380, 'fr'],
] as const)(
  'no page has a fault of accessibility or runs out of the screen: %s, %i wide, %s',
  async (theme, width, language) => {
    const { context, page } = await desk.open({ dark: theme === 'dark', width, language });
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(`${page.url()}: ${error.message}`));
    const all = [...(await pages()).map(placeOf), ...PUBLIC];
    expect(all.length).toBeGreaterThan(15);
    const found: string[] = [];
    let axe = 0;
    for (const place of all) {
      await page.goto(place);
      await ready(page, place);
      const here = await faults(page);
      axe += here.length;
      found.push(...here.map((fault) => `${place}: ${fault}`));
      const over = (await page.evaluate(
        'document.documentElement.scrollWidth - document.documentElement.clientWidth',
      )) as number;
      if (over > 0) found.push(`${place}: runs ${over} px out of the screen`);
    }
    await context.close();
    violations += axe;
    await recordFigures({ axe_violations: violations });
    expect({ found, errors }).toEqual({ found: [], errors: [] });
  },
);
