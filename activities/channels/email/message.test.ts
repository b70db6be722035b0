import { simpleParser } from 'mailparser';
import { describe, expect, test } from 'vitest';
import { createSkeleton, type Filling } from '#activities/channels/email/message.ts';

const fixed = {
  from: { name: 'Jalon, été', address: 'hello@jalon.example' },
  feedbackId: 'c1s2:commercial:default:abc',
};
const filling: Filling = {
  to: { name: 'Zoé Müller', address: 'zoe@shop.example' },
  subject: 'Merci Zoé',
  messageId: '<2026-11-01.1.2.1.abcdefabcd@jalon.example>',
  date: Date.UTC(2026, 10, 24, 10, 0, 0),
  text: ['texte'],
  html: ['<p>html</p>'],
};

const bytes = (more: Partial<Filling> = {}, of: Parameters<typeof createSkeleton>[0] = fixed) =>
  createSkeleton(of).fill({ ...filling, ...more });

async function parsed(more: Partial<Filling> = {}, of: Parameters<typeof createSkeleton>[0] = fixed) {
  const data = bytes(more, of).toString('utf8');
  expect(data.endsWith('\r\n.\r\n')).toBe(true);
  // What a server would do: the dot at the end goes, and no other line may start with one.
  const body = data.slice(0, -3);
  expect(body).not.toMatch(/^\./m);
  expect(body.split('\r\n').every((line) => line.length <= 998)).toBe(true);
  expect(body.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  return simpleParser(body);
}

describe('a mail', () => {
  test('arrives with the headers it was given', async () => {
    const mail = await parsed(
      { unsubscribeUrl: 'https://jalon.example/u/token' },
      { ...fixed, replyTo: 'Aide <aide@jalon.example>', listId: 'news.jalon.example' },
    );
    expect(mail.subject).toBe('Merci Zoé');
    expect(mail.messageId).toBe(filling.messageId);
    expect(mail.date?.getTime()).toBe(filling.date);
    expect(mail.from?.value).toEqual([{ name: 'Jalon, été', address: 'hello@jalon.example' }]);
    expect(mail.to).toMatchObject({ value: [{ name: 'Zoé Müller', address: 'zoe@shop.example' }] });
    expect(mail.replyTo?.value).toEqual([{ name: 'Aide', address: 'aide@jalon.example' }]);
    expect(mail.headers.get('auto-submitted')).toBe('auto-generated');
    expect(mail.headers.get('feedback-id')).toBe(fixed.feedbackId);
    expect(mail.headers.get('list')).toMatchObject({
      unsubscribe: { url: 'https://jalon.example/u/token' },
      'unsubscribe-post': { name: 'List-Unsubscribe=One-Click' },
    });
    expect(mail.text).toBe('texte');
    expect(mail.html).toBe('<p>html</p>');
  });

  test('that is owed offers no unsubscription', async () => {
    expect((await parsed()).headers.has('list')).toBe(false);
  });

  test.each([
    ['accents and emoji', 'é à ü € 👩‍👩‍👧 𝒳'],
    ['a line of thousands', `${'mot '.repeat(2_000)}fin`],
    ['a word of thousands', `a${'é'.repeat(3_000)}b`],
    ['dots at the start of lines', '.\n..\n.a\nb\n.'],
    ['blanks at the end of lines', 'a  \nb\t\nc'],
    ['quoted-printable itself', '=C3=A9 = =\n=20'],
    ['its own boundary', '--=_jalon_=\n--=_jalon_=--\nx'],
    ['the start of another mail', 'From somebody\nSubject: x'],
  ])('carries %s unharmed', async (_, text) => {
    const mail = await parsed({ text: [text], html: [text] });
    expect(mail.text).toBe(text);
    expect(String(mail.html)).toBe(text);
  });

  test('of CRLF and of LF are the same', () => {
    expect(bytes({ text: ['a\r\nb'] })).toEqual(bytes({ text: ['a\nb'] }));
  });

  test.each([
    ['a long one of emoji', '🎁🎉'.repeat(40)],
    ['a long one of words', 'des mots '.repeat(40).trim()],
    ['a word without end', 'x'.repeat(300)],
    ['what looks encoded', '=?UTF-8?Q?x?='],
    ['nothing', ''],
  ])('keeps its subject: %s', async (_, subject) => {
    expect((await parsed({ subject })).subject ?? '').toBe(subject);
  });

  test.each([
    '\r\nBcc: eve@evil.example',
    '\nBcc: eve@evil.example\n\nbody',
    '\rBcc: x',
    '\u2028Bcc: x',
    '\0\x0b\r\n\r\n',
  ])('cannot be given headers by a customer’s name or a subject (%j)', async (evil) => {
    const mail = await parsed(
      {
        to: { name: `Zoé${evil}`, address: 'zoe@shop.example' },
        subject: `Merci${evil}`,
        unsubscribeUrl: `https://x.example/${evil}`,
      },
      {
        from: { name: `J${evil}`, address: 'hello@jalon.example' },
        replyTo: 'aide@jalon.example',
        listId: `l${evil}`,
        feedbackId: `f${evil}`,
      },
    );
    expect(mail.headers.has('bcc')).toBe(false);
    expect(mail.bcc).toBeUndefined();
    expect(mail.to).toMatchObject({ value: [{ address: 'zoe@shop.example' }] });
    expect(mail.text).toBe('texte');
  });

  test.each(['"Zoé" <eve@evil.example>, x', 'a\\', '(c)', 'x'.repeat(500), '=?utf-8?q?y?='])(
    'goes to its recipient alone, whatever his name (%s)',
    async (name) => {
      const mail = await parsed({ to: { name, address: 'zoe@shop.example' } });
      expect(mail.to).toMatchObject({ value: [{ address: 'zoe@shop.example', name: name.slice(0, 100) }] });
    },
  );
});
