import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Catcher, startCatcher } from '#setup/catcher.ts';
import type { Caught } from '#setup/mailbox.ts';

let folder: string;
let catcher: Catcher;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jalon-test-'));
  catcher = await startCatcher({ folder, keep: 10 });
});
afterEach(async () => {
  await catcher.stop();
  await rm(folder, { recursive: true, force: true });
});

async function send(...subjects: string[]): Promise<void> {
  const transport = createTransport({ url: catcher.smtpUrl } as never);
  for (const subject of subjects) {
    await transport.sendMail({
      from: 'The shop <news@shop.example>',
      to: 'zoe@customer.example',
      date: new Date('1997-03-01T09:30:00Z'),
      subject,
      text: 'In plain words',
      html: '<p>In <b>colour</b></p><script>alert(1)</script>',
    });
  }
  transport.close();
}

const page = async (path: string) => (await fetch(catcher.webUrl + path)).text();
const list = async (query = '') =>
  (await (await fetch(`${catcher.webUrl}/mails.json${query}`)).json()) as { total: number; mails: Caught[] };

test('a mail is caught with its subject, recipient and own date', async () => {
  await send('Thank you <3');
  const { total, mails } = await list();
  expect(total).toBe(1);
  expect(mails[0]).toMatchObject({
    subject: 'Thank you <3',
    to: ['zoe@customer.example'],
    date: '1997-03-01T09:30:00.000Z',
  });
  expect(await page('/')).toContain('Thank you &#60;3');
});

test('a mail is read as text, as source and as HTML that cannot run anything', async () => {
  await send('Hello');
  expect(await page('/mails/1')).toContain('In plain words');
  expect(await page('/mails/1.eml')).toContain('Subject: Hello');
  const html = await fetch(`${catcher.webUrl}/mails/1.html`);
  expect(await html.text()).toContain('In <b>colour</b>');
  expect(html.headers.get('content-security-policy')).toMatch(/default-src 'none'.*sandbox/);
  expect((await fetch(`${catcher.webUrl}/mails/2`)).status).toBe(404);
});

test('a restart keeps the mails, newest first', async () => {
  await send('one', 'two');
  await catcher.stop();
  catcher = await startCatcher({ folder });
  await send('three');
  expect((await list()).mails.map(({ subject }) => subject)).toEqual(['three', 'two', 'one']);
  expect((await list('?limit=1&before=3')).mails.map(({ subject }) => subject)).toEqual(['two']);
});

test('the oldest mails give way', async () => {
  await send(...Array.from({ length: 25 }, (_, n) => `mail ${n + 1}`));
  const { total, mails } = await list();
  expect(total).toBe(25);
  expect(mails.map(({ id }) => id)).toEqual([25, 24, 23, 22, 21, 20, 19, 18, 17, 16]);
  expect(await page('/')).toContain('the last 10 of 25');
});
