import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { enterLetters, putTask, putTouch, type Scene } from '#api/testing/scene.ts';
import { type Desk, openDesk } from '#setup/testing/desk.ts';

let desk: Desk;
let ada: Scene;
let step: string;
beforeAll(async () => {
  desk = await openDesk();
  const { rig } = desk;
  ada = await enterLetters(rig, 'ada');
  const traits = { firstName: 'Ada', lastName: 'Lovelace', phone: '+33639981230' };
  await rig.call('/v1/identify', { body: { userId: 'ada', traits } });
  await putTouch(rig, ada, 'skipped');
  const asked = [
    { rule: 'consent', verdict: 'pass', inputs: {} },
    {
      rule: 'pressure',
      verdict: 'skip',
      inputs: { caps: [{ id: 'week', max: 3, count: 3, days: 7 }] },
      flip: { cap: 'week' },
    },
  ];
  const verdict = { kind: 'skip', state: 'skipped', port: 'capped', reason: 'capped' };
  await rig.db
    .updateTable('touches')
    .set({ decision: JSON.stringify({ policy: 1, at: rig.now(), asked, verdict }) })
    .where('customer', '=', ada.customerNumber)
    .execute();
  const row = await rig.db.selectFrom('enrolments').select('step').executeTakeFirstOrThrow();
  step = ada.plan.steps[row.step]!.step;
});
afterAll(() => desk.close());

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
const overflow = (page: Page) =>
  page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth');

test('a marketer finds a customer by the beginning of a name and reads why a contact was not sent', async () => {
  for (const look of [{}, { dark: true, width: 380, height: 800 }]) {
    const { context, page } = await desk.open({ roles: ['author'], ...look });
    await page.goto('/customers');
    await page.getByText('Whom are you looking for?').waitFor();
    await page.getByRole('searchbox').fill('lovel');
    const found = page.getByRole('link', { name: 'Ada Lovelace' });
    await found.waitFor();
    expect(page.url()).not.toMatch(/lovel/i);
    expect(await violations(page)).toEqual([]);
    expect(await overflow(page)).toBe(0);
    await found.click();
    await page.getByRole('heading', { name: 'Ada Lovelace' }).waitFor();
    const happened = page.getByRole('region', { name: 'What happened' });
    await happened.getByText('Not sent', { exact: true }).waitFor();
    await happened.getByText('Why?').click();
    await happened.getByText('Not sent: the limit of 3 contacts in 7 days is reached.').waitFor();
    await page.getByRole('meter').first().waitFor({ state: 'attached' });
    await page.locator('span', { hasText: /^1 of 3 used$/ }).waitFor();
    await page
      .getByText(/room from/)
      .first()
      .waitFor();
    expect(await violations(page)).toEqual([]);
    expect(await overflow(page)).toBe(0);
    // Who reads may not do.
    for (const name of ['Stop', 'Enrol in a chain', 'Erase…', 'Withdraw from everything']) {
      expect(await page.getByRole('button', { name }).count(), name).toBe(0);
    }
    await happened.getByRole('button', { name: 'Events' }).click();
    await happened.getByText('“Brochure Requested” happened').waitFor();
    await happened.getByText('Not sent', { exact: true }).waitFor({ state: 'detached' });
    await page.getByRole('link', { name: 'All customers' }).click();
    await page.getByRole('link', { name: 'Ada Lovelace' }).waitFor();
    await context.close();
  }
});

test('a number of the chain leads to the customers who stand there', async () => {
  const { context, page } = await desk.open();
  await page.goto(`/customers?chain=${ada.chain}&step=${step}`);
  await page.getByRole('link', { name: 'Ada Lovelace' }).waitFor();
  await page.getByLabel('Who').selectOption('passed');
  await page.getByText('Nobody is here now').waitFor();
  expect(page.url()).toContain('at=passed');
  expect(await violations(page)).toEqual([]);
  await context.close();
});

test('one makes oneself a test customer, with what is known of oneself in the form', async () => {
  const { context, page } = await desk.open({ roles: ['publisher'], language: 'fr' });
  await page.goto('/customers');
  await page.getByRole('button', { name: 'Nouveau client de test' }).click();
  const dialog = page.getByRole('dialog');
  expect(await dialog.getByLabel('E-mail').inputValue()).toContain('@');
  await dialog.getByLabel('Prénom').fill('Claire');
  await dialog.getByLabel('Nom', { exact: true }).fill('Essai');
  expect(await violations(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Créer' }).click();
  await page.getByRole('heading', { level: 1, name: /Claire Essai/ }).waitFor();
  expect(await page.getByLabel('Client de test').isChecked()).toBe(true);
  await context.close();
});

test('a publisher notes a withdrawal, and stops the customer’s run', async () => {
  const { context, page } = await desk.open({ roles: ['publisher'], language: 'fr' });
  await page.goto(`/customers/${ada.customer}`);
  const consents = page.getByRole('region', { name: 'Consentements', exact: true });
  await consents.getByRole('button', { name: /^E-mail, Tous les thèmes/ }).click();
  const dialog = page.getByRole('dialog', { name: 'E-mail · Tous les thèmes' });
  await dialog.getByLabel('En quels termes').fill('Ne m’écrivez plus.');
  expect(await violations(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Retirer' }).click();
  await dialog.waitFor({ state: 'detached' });
  await consents.getByRole('button', { name: /^E-mail, Tous les thèmes.*Retiré/ }).waitFor();
  await consents.getByText('Historique').click();
  await consents.getByText('Ne m’écrivez plus.').waitFor();

  const chains = page.getByRole('region', { name: 'Chaînes' });
  await chains.getByRole('link', { name: 'Voir le parcours' }).waitFor();
  expect(await chains.getByRole('link', { name: 'Voir le parcours' }).getAttribute('href')).toBe(
    `/chains/${ada.chain}?path=${ada.enrolment}`,
  );
  await chains.getByRole('button', { name: 'Arrêter' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Arrêter' }).click();
  await chains.getByText('Dans aucune chaîne en ce moment.').waitFor();
  const run = await desk.rig.call(`/v1/enrolments/${ada.enrolment}`);
  expect(run.body).toMatchObject({ state: 'ended', outcome: 'cancelled' });
  await context.close();
});

test('privacy has all of a customer as a file and erases them, asked twice', async () => {
  const bob = await enterLetters(desk.rig, 'bob');
  await putTask(desk.rig, bob);
  const { context, page } = await desk.open({ roles: ['privacy'] });
  await page.goto(`/customers/${bob.customer}`);
  const file = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export everything' }).click();
  expect((await file).suggestedFilename()).toBe(`${bob.customer}.json`);
  await page.getByRole('button', { name: 'Erase…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Erase everything about this customer?' });
  expect(await dialog.getByRole('button', { name: 'Erase for good' }).isDisabled()).toBe(true);
  await dialog.getByLabel('I understand that this cannot be undone.').check();
  expect(await violations(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Erase for good' }).click();
  await page.getByText(/^Everything about this customer was erased on/).waitFor();
  expect((await desk.rig.call('/v1/customers/search', { body: { text: 'bob' } })).body.items).toEqual([]);
  await context.close();
});
