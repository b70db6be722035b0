import { generateKeyPairSync } from 'node:crypto';
import { dkimVerify } from 'mailauth/lib/dkim/verify.js';
import { simpleParser } from 'mailparser';
import { afterEach, describe, expect, test } from 'vitest';
import type { Recipient } from '#activities/channels/adapter.ts';
import { createSigner } from '#activities/channels/email/dkim.ts';
import { createEmail, type EmailOptions } from '#activities/channels/email.ts';
import { checkLiquid } from '#activities/channels/liquid.ts';
import type { EmailContent } from '#core/channels/email.ts';
import { startSink } from '#setup/testing/sink.ts';

const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

async function world(more: Partial<EmailOptions> = {}) {
  const sink = await startSink({ keepRaw: 10 });
  const email = createEmail({
    url: sink.url,
    connections: 2,
    from: '"Jalon" <hello@jalon.example>',
    domain: 'mail.jalon.example',
    instance: 'test',
    unsubscribeUrl: (customer, brand) => `https://jalon.example/u/${brand}-${customer}`,
    monotonic: () => performance.now(),
    ...more,
  });
  cleanups.push(
    () => email.close(),
    () => sink.stop(),
  );
  const send = async (content: EmailContent, recipient: Recipient) => {
    const rendered = email.prepare(content).render(recipient);
    if (rendered.kind !== 'ready') throw new Error(JSON.stringify(rendered));
    expect(await email.handOver([rendered.message])).toEqual([
      { kind: 'handed', response: '250 2.0.0 taken', completed: true },
    ]);
    return simpleParser(sink.raw().at(-1)!);
  };
  return { sink, email, send };
}

const recipient = (more: Partial<Recipient> = {}): Recipient => ({
  ...{ month: '2026-11-01', enrolment: 7, step: 3, visit: 1, customer: 42, chain: 5 },
  class: 'commercial',
  brand: 'shop',
  address: 'zoe@shop.example',
  facts: {
    customer: 42,
    zone: 'Europe/Paris',
    country: 'FR',
    locale: 'fr',
    traits: { first_name: 'Zoé', last_name: "O'Hara" },
    entry: { at: 0, key: '', properties: { order_id: 'A1' } },
    params: { days: 15 },
    touches: [],
    seen: [],
  },
  due: Date.UTC(2026, 10, 24),
  validUntil: Date.UTC(2026, 11, 1),
  now: Date.UTC(2026, 10, 24, 9),
  ...more,
});

const content: EmailContent = {
  subject: 'Merci {{ profile.first_name }} & à bientôt',
  preheader: 'Commande {{ entry.order_id }}',
  html: '<html><body class="x"><p>{{ profile.last_name }}, {{ params.days }} jours, {{ brand.name }}</p><a href="{{ unsubscribe_url }}">stop</a></body></html>',
};

describe('an e-mail', () => {
  test('reaches its customer as the marketer wrote it', async () => {
    const { send } = await world({ brandName: (brand) => `Marque ${brand}` });
    const mail = await send(content, recipient());
    expect(mail.subject).toBe('Merci Zoé & à bientôt');
    expect(mail.to).toMatchObject({ value: [{ name: "Zoé O'Hara", address: 'zoe@shop.example' }] });
    expect(mail.from?.value).toEqual([{ name: 'Jalon', address: 'hello@jalon.example' }]);
    expect(mail.html).toContain('<p>O&#39;Hara, 15 jours, Marque shop</p>');
    expect(mail.html).toMatch(/<body class="x"><div style="display:none[^>]*>Commande A1<\/div>/);
    expect(mail.text?.trim()).toBe("O'Hara, 15 jours, Marque shop\n\nstop (https://jalon.example/u/shop-42)");
    expect(mail.messageId).toMatch(/^<2026-11-01\.7\.3\.1\.[\da-f]{10}@mail\.jalon\.example>$/);
    expect(mail.headers.get('feedback-id')).toMatch(/^c5s3:commercial:shop:[\da-f]{10}$/);
    expect(mail.headers.get('list')).toMatchObject({ unsubscribe: { url: 'https://jalon.example/u/shop-42' } });
  });

  test('of service carries no List-Unsubscribe, one of information does', async () => {
    const { send } = await world();
    expect((await send(content, recipient({ class: 'service' }))).headers.has('list')).toBe(false);
    expect((await send(content, recipient({ class: 'information' }))).headers.has('list')).toBe(true);
  });

  test('takes sender’s name, reply address, text and list from its content', async () => {
    const { send } = await world();
    const mail = await send(
      {
        ...content,
        text: 'Bonjour {{ profile.last_name }}',
        fromName: 'La boutique',
        replyTo: 'aide@jalon.example',
        listId: 'news.jalon.example',
      },
      recipient(),
    );
    expect(mail.text?.trim()).toBe("Bonjour O'Hara");
    expect(mail.from?.value).toEqual([{ name: 'La boutique', address: 'hello@jalon.example' }]);
    expect(mail.replyTo?.value[0]?.address).toBe('aide@jalon.example');
  });

  test('made twice of the same touch is the same to the byte', async () => {
    const { email } = await world();
    expect(email.prepare(content).render(recipient())).toEqual(email.prepare(content).render(recipient()));
  });

  test('with a hole is never made', async () => {
    const { email } = await world();
    const prepared = email.prepare({
      subject: '{{ profile.nickname }}',
      html: '{{ offer.name }}{{ profile.first_name }}',
      defaults: { 'profile.other': 'x' },
    });
    expect(prepared.render(recipient())).toEqual({ kind: 'missing', variables: ['profile.nickname', 'offer.name'] });
  });

  test('tells of the touch’s offer and dates', async () => {
    const { send } = await world();
    const mail = await send(
      { subject: '{{ offer.name }}', html: "{{ touch.valid_until | date: '%d/%m' }}" },
      recipient({ offer: { name: 'Moins 10 %' } }),
    );
    expect(mail.subject).toBe('Moins 10 %');
    expect(mail.text?.trim()).toBe('01/12');
  });

  test.each([null, '', 'zoe', 'zoe@shop.example>\r\nRCPT TO:<eve@evil.example'])(
    'has no way to the address %j',
    async (address) => {
      const { email } = await world();
      const rendered = email.prepare(content).render(recipient({ address }));
      expect(rendered.kind).toBe('invalid');
      expect(JSON.stringify(rendered)).not.toContain('shop.example');
    },
  );
});

test('a mail leaves signed, and an independent verifier finds it genuine behind the wire', async () => {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 1024,
    publicKeyEncoding: { type: 'spki', format: 'der' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const { send, sink } = await world({
    signer: createSigner({ domain: 'jalon.example', selector: 's1', key: privateKey }),
    unsubscribeUrl: (customer, brand, list) => `https://jalon.example/u/${brand}-${customer}-${list}`,
    preferencesUrl: (customer) => `https://jalon.example/p/${customer}`,
    unsubscribeMailto: 'unsubscribe@jalon.example',
  });
  const content = {
    subject: 'Merci',
    html: '<p>.</p>\n<a href="{{ preferences_url }}">choose</a>',
    listId: 'news.shop',
  };
  const mail = await send(content as EmailContent, recipient());
  expect(mail.html).toContain('href="https://jalon.example/p/42"');
  expect(mail.headers.get('list')).toMatchObject({
    unsubscribe: {
      url: 'https://jalon.example/u/shop-42-news.shop',
      mail: 'unsubscribe@jalon.example?subject=unsubscribe%20shop-42-news.shop',
    },
  });
  const { results } = await dkimVerify(Buffer.from(sink.raw().at(-1)!), {
    resolver: async () => [[`v=DKIM1; k=rsa; p=${publicKey.toString('base64')}`]],
  });
  expect(results.map((r) => r.status.result)).toEqual(['pass']);
});

test('a chain that Consent Requested set off mails the link that confirms; any other has nothing to confirm', async () => {
  const { email, send } = await world({
    confirmUrl: (customer, record) => `https://jalon.example/c/${customer}-${record}`,
  });
  expect(checkLiquid('{{ confirm_url }}')).toBeNull();
  const content = { subject: 'Confirmez', html: '<a href="{{ confirm_url }}">oui</a>' } as EmailContent;
  const { facts } = recipient();
  const entry = { at: 0, key: '', properties: { record: 'rec_9ix', channel: 'email' } };
  const mail = await send(content, recipient({ class: 'service', facts: { ...facts, entry } }));
  expect(mail.html).toContain('href="https://jalon.example/c/42-rec_9ix"');
  expect(email.prepare(content).render(recipient())).toEqual({ kind: 'missing', variables: ['confirm_url'] });
});
