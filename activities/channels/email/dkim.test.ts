import { generateKeyPairSync } from 'node:crypto';
import { dkimVerify } from 'mailauth/lib/dkim/verify.js';
import { describe, expect, test } from 'vitest';
import { createSigner } from '#activities/channels/email/dkim.ts';
import { createSkeleton, type Filling } from '#activities/channels/email/message.ts';

const keys = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'der' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});
const settings = { domain: 'shop.example', selector: 's1', key: keys.privateKey };
const filling: Filling = {
  to: { name: 'Zoé Müller', address: 'zoe@mail.example' },
  subject: 'Merci Zoé, votre cadeau vous attend dans notre magasin de la rue de la République à Lyon',
  messageId: '<2026-11-01.1.2.1.abcdefabcd@shop.example>',
  date: Date.UTC(2026, 10, 24, 10),
  unsubscribeUrl: 'https://jalon.example/u/token',
  unsubscribeMailto: 'unsubscribe@shop.example',
  text: ['.texte  avec   blancs\t\n\n\n  et un point\n.\n'],
  html: ['<p>\n    html   été\t</p>\n\n\n'],
};

async function signed(more: Partial<Filling> = {}, of = settings): Promise<string> {
  const mail = createSkeleton({
    from: { name: 'La boutique, été', address: 'news@shop.example' },
    replyTo: 'aide@shop.example',
    listId: 'news.shop.example',
    feedbackId: 'c1s2:commercial:default:abc',
  }).fill({ ...filling, ...more });
  return (await createSigner(of).sign(mail)).toString('latin1');
}

/** What a receiver makes of it, by a library that is not ours; the final dot never reaches it. */
async function verified(mail: string) {
  const { results } = await dkimVerify(Buffer.from(mail.slice(0, -'.\r\n'.length), 'latin1'), {
    resolver: async (name: string, type: string) => {
      expect([name, type]).toEqual(['s1._domainkey.shop.example', 'TXT']);
      return [[`v=DKIM1; k=rsa; p=${keys.publicKey.toString('base64')}`]];
    },
  });
  expect(results).toHaveLength(1);
  return results[0]!;
}

describe('a signed mail', () => {
  test('is found genuine by an independent verifier', async () => {
    const result = await verified(await signed());
    expect(result.status.result).toBe('pass');
    expect(result.status.aligned).toBe('shop.example');
  });

  test('has its unsubscribe headers, and all a receiver shows, under the signature', async () => {
    const mail = await signed();
    const header = mail.slice(0, mail.indexOf(' bh=')).replace(/\s+/g, '');
    for (const name of [
      ...['from', 'to', 'subject', 'date', 'message-id', 'mime-version', 'content-type', 'list-id'],
      ...['list-unsubscribe', 'list-unsubscribe-post', 'feedback-id', 'reply-to'],
    ])
      expect(header).toMatch(new RegExp(`[=:]${name}[:;]`));
    expect(mail.split('\r\n').every((line) => line.length <= 998)).toBe(true);
  });

  test.each([
    ['another address to unsubscribe at', (mail: string) => mail.replace('/u/token>', '/u/other>')],
    ['no one-click header', (mail: string) => mail.replace(/List-Unsubscribe-Post:.*\r\n/, '')],
    ['another subject', (mail: string) => mail.replace(/\r\nSubject: /, '\r\nSubject: Re ')],
    ['a second sender', (mail: string) => `From: else@bad.example\r\n${mail}`],
    ['another text', (mail: string) => mail.replace('html', 'htmI')],
  ])('is found false with %s', async (_, change) => {
    const mail = await signed();
    expect(change(mail)).not.toBe(mail);
    expect((await verified(change(mail))).status.result).not.toBe('pass');
  });

  test('survives a relay that folds and pads its headers otherwise', async () => {
    const mail = (await signed()).replace('\r\nList-Unsubscribe-Post: ', '\r\nlist-unsubscribe-post:  ');
    expect((await verified(mail)).status.result).toBe('pass');
  });

  test('is signed whatever it is made of', async () => {
    for (const html of ['', '\n', 'x', ' \t ', '\r\n\r\n', 'é'.repeat(40_000)])
      expect((await verified(await signed({ html: [html], unsubscribeUrl: undefined }))).status.result).toBe('pass');
  });
});

test('a key in one line, as environments have it, is a key', async () => {
  const mail = await signed({}, { ...settings, key: keys.privateKey.replaceAll('\n', '\\n') });
  expect((await verified(mail)).status.result).toBe('pass');
});

test('what is no RSA key is refused in one sentence', () => {
  const { privateKey } = generateKeyPairSync('ed25519');
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
  expect(() => createSigner({ ...settings, key: 'secret' })).toThrow('expected an RSA private key in PEM');
  expect(() => createSigner({ ...settings, key: pem })).toThrow('expected RSA');
});
