import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PASSWORD, somebody } from '#api/testing/visitor.ts';
import { ownerLink } from '#setup/owner.ts';
import { type Desk, openDesk } from '#setup/testing/desk.ts';
import { totpOf } from '#setup/testing/totp.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.close());

const pathOf = (link: string) => link.slice(new URL(link).origin.length);
const mailed = async () => {
  const newest = desk.rig.db.selectFrom('mails_owed').select('params').orderBy('id', 'desc').limit(1);
  return (await newest.executeTakeFirstOrThrow()).params as { to: string; link: string };
};
async function signIn(page: Page, email: string, password: string): Promise<void> {
  await page.goto('/sign-in');
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

test('the link of the first start makes the owner, asks for the company, and leads home, once', async () => {
  const { link } = await ownerLink(desk.rig.db, desk.url, desk.rig.now());
  const { context, page } = await desk.enter({ language: 'fr' });
  await page.goto(pathOf(link));
  await page.getByLabel('Votre nom').fill('Claire');
  // The token is a secret: it stays neither in the address nor in the history.
  expect(page.url()).toBe(`${desk.url}/welcome`);
  await page.getByLabel('Adresse e-mail').fill('claire@test.example');
  await page.getByLabel('Mot de passe').fill(PASSWORD);
  await page.getByLabel('Nom de l’entreprise').fill('Maison Haute');
  await page.getByLabel('Pays').selectOption('BE');
  await page.getByLabel('Fuseau horaire').fill('Europe/Brussels');
  await page.getByRole('button', { name: 'Commencer' }).click();
  await page.getByRole('heading', { level: 1, name: 'Accueil' }).waitFor();
  await page.getByRole('button', { name: 'Claire' }).waitFor();

  await page.getByRole('link', { name: 'Réglages' }).click();
  await expect.poll(() => page.getByLabel('Nom lu par les clients').inputValue()).toBe('Maison Haute');
  expect(await page.getByLabel('Pays').inputValue()).toBe('BE');
  await context.close();

  const second = await desk.enter();
  await second.page.goto(pathOf(link));
  await second.page.getByRole('heading', { name: 'This link does not work any more' }).waitFor();
  await second.context.close();
});

test('somebody is invited, chooses a password by the link, and comes in as what they were invited as', async () => {
  const { context, page } = await desk.open();
  await page.goto('/settings/people');
  await page.getByRole('button', { name: 'Invite' }).click();
  await page.getByLabel('Name').fill('Amina');
  await page.getByLabel('E-mail address').fill('amina@test.example');
  await page.getByLabel('Author').uncheck();
  await page.getByLabel('Agent').check();
  await page.getByLabel('Team').fill('north');
  await page.getByRole('dialog').getByRole('button', { name: 'Invite' }).click();
  const shown = page.getByRole('dialog', { name: 'A link for Amina' });
  const link = await shown.getByLabel('Link').inputValue();
  expect(await mailed()).toMatchObject({ to: 'amina@test.example', link });
  await shown.getByRole('button', { name: 'Done' }).click();
  await page.getByRole('row', { name: /Amina.*Agent.*north.*Invited/ }).waitFor();

  const theirs = await desk.enter();
  await theirs.page.goto(pathOf(link));
  await theirs.page.getByRole('heading', { name: 'Welcome, Amina' }).waitFor();
  await theirs.page.getByLabel('Password').fill(PASSWORD);
  await theirs.page.getByRole('button', { name: 'Begin' }).click();
  // An agent's only page.
  await theirs.page.getByRole('heading', { level: 1, name: 'Work list' }).waitFor();
  await theirs.page.getByRole('button', { name: 'Amina' }).waitFor();
  await theirs.context.close();
  await context.close();
});

test('a wrong password is said in words, and after ten the address is locked, in words too', async () => {
  const { email } = await somebody(desk.rig, ['viewer']);
  const { context, page } = await desk.enter();
  await signIn(page, email, 'not the password');
  await page.getByText('The address or the password is not right.').waitFor();
  for (let i = 1; i < 10; i += 1) {
    await context.request.post('/v1/auth/sign-in', {
      data: { email, password: 'not the password' },
      headers: { Origin: desk.url },
    });
  }
  await signIn(page, email, PASSWORD);
  await page.getByText('Too many failed tries: wait 15 minutes').waitFor();
  await context.close();
});

test('who has forgotten the password gets a link by mail, and is signed in by the new one', async () => {
  const { email } = await somebody(desk.rig, ['viewer']);
  const { context, page } = await desk.enter();
  await page.goto('/sign-in?to=%2Fchains');
  await page.getByLabel('E-mail address').fill(email);
  await page.getByRole('button', { name: 'Forgotten your password?' }).click();
  expect(await page.getByLabel('E-mail address').inputValue()).toBe(email);
  await page.getByRole('button', { name: 'Send the link' }).click();
  await page.getByRole('heading', { name: 'Check your inbox' }).waitFor();
  const { link } = await mailed();
  await page.goto(pathOf(link));
  await page.getByLabel('New password').fill('another long password');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { level: 1, name: 'Home' }).waitFor();
  await context.close();
});

test('a second factor is set up with the code, asked for when signing in, and a spare code does as well', async () => {
  const { email } = await somebody(desk.rig, ['viewer']);
  const { context, page } = await desk.enter();
  await signIn(page, email, PASSWORD);
  await page.getByRole('heading', { level: 1, name: 'Home' }).waitFor();
  await page.goto('/account');
  await page.getByRole('button', { name: 'Set it up' }).click();
  const proof = page.getByRole('region', { name: 'Second factor' });
  await proof.getByLabel('Your password now').fill('not the password');
  await proof.getByRole('button', { name: 'Go on' }).click();
  await proof.getByText('The password is not right.').waitFor();
  await proof.getByLabel('Your password now').fill(PASSWORD);
  await proof.getByRole('button', { name: 'Go on' }).click();
  await proof.getByRole('img', { name: 'QR code of your second factor' }).waitFor();
  const secret = await proof.getByLabel('Key of the second factor').inputValue();
  const spare = await proof.getByRole('listitem').locator('ul li').first().textContent();
  await proof.getByLabel('3. Type the code').fill('000000');
  await proof.getByRole('button', { name: 'Confirm' }).click();
  await proof.getByText('The code is not right').waitFor();
  await proof.getByLabel('3. Type the code').fill(totpOf(secret));
  await proof.getByRole('button', { name: 'Confirm' }).click();
  await proof.getByText('Active', { exact: true }).waitFor();
  await context.close();

  const other = await desk.enter();
  await signIn(other.page, email, PASSWORD);
  await other.page.getByRole('heading', { name: 'Your second factor' }).waitFor();
  await other.page.getByLabel('Code').fill('000000');
  await other.page.getByRole('button', { name: 'Sign in' }).click();
  await other.page.getByText('The code is not right').waitFor();
  await other.page.getByLabel('Code').fill(spare ?? '');
  await other.page.getByRole('button', { name: 'Sign in' }).click();
  await other.page.getByRole('heading', { level: 1, name: 'Home' }).waitFor();
  await other.context.close();
});

test('where the company asks for a second factor, every page leads to the account until it is there', async () => {
  await desk.rig.call('/v1/settings', { method: 'PUT', body: { totpRequired: true } });
  const { context, page } = await desk.open({ roles: ['author'] });
  try {
    await page.goto('/chains');
    await page.getByText('Your company asks everybody for a second factor.').waitFor();
    expect(new URL(page.url()).pathname).toBe('/account');
  } finally {
    await desk.rig.call('/v1/settings', { method: 'PUT', body: { totpRequired: false } });
    await context.close();
  }
});
