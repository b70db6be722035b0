import { describe, expect, test } from 'vitest';
import { readMailbox } from '#activities/channels/email/address.ts';
import { allowed } from '#activities/channels/email/allowlist.ts';
import { createBackoff } from '#activities/channels/email/backoff.ts';
import { instanceHash, messageId, readMessageId } from '#activities/channels/email/messageid.ts';
import { createRates } from '#activities/channels/email/rates.ts';
import { createReader, fitToKeep, judge, type Reply } from '#activities/channels/email/reply.ts';
import { readSmtpUrl } from '#activities/channels/email/settings.ts';

describe('an address', () => {
  test('is read with its domain in ASCII and lower case', () => {
    expect(readMailbox(' Zoe.B+x@Shop.Example ')).toEqual({ address: 'Zoe.B+x@shop.example', domain: 'shop.example' });
    expect(readMailbox('zoe@café.example')).toEqual({
      address: 'zoe@xn--caf-dma.example',
      domain: 'xn--caf-dma.example',
    });
    expect(readMailbox('zoe@localhost')?.domain).toBe('localhost');
  });

  test.each([
    '',
    'zoe',
    '@x.example',
    'a b@x.example',
    'a@b@',
    'a@x.example>\r\nRCPT TO:<eve@x',
    'a\r\n@x.example',
    '<a@x.example>',
    'a@-x.example',
    'a,b@x.example',
    'a@x..example',
  ])('%j is none', (text) => {
    expect(readMailbox(text)).toBeNull();
  });
});

describe('the allowlist', () => {
  const list = ['me@corp.example', '@Test.example'];
  test.each([
    ['me@corp.example', true],
    ['ME@CORP.example', true],
    ['any@test.example', true],
    ['other@corp.example', false],
    ['me@sub.test.example', false],
    ['any@nottest.example', false],
    ['not an address', false],
  ])('%s: %s', (address, wanted) => {
    expect(allowed(address, list)).toBe(wanted);
  });

  test('without entries lets nobody', () => {
    expect(allowed('me@corp.example', [])).toBe(false);
    expect(allowed('me@corp.example', ['', '@'])).toBe(false);
  });
});

describe('a Message-ID', () => {
  const key = { month: '2026-11-01', enrolment: 123, step: 4, visit: 1 };
  test('tells its touch', () => {
    const hash = instanceHash('a');
    expect(readMessageId(messageId(key, hash, 'jalon.example'))).toEqual({ ...key, hash });
  });

  test('of another instance is another one', () => {
    expect(messageId(key, instanceHash('a'), 'x')).not.toBe(messageId(key, instanceHash('b'), 'x'));
  });

  test.each(['<x@y>', '', '<2026-11-01.1.2.3@y>'])('%j is not ours', (text) => {
    expect(readMessageId(text)).toBeNull();
  });
});

describe('rates', () => {
  test('let so many leave a second, whatever the order of asking', () => {
    let now = 0;
    const rates = createRates({ rate: 50, monotonic: () => now });
    let gone = 0;
    for (now = 0; now < 10_000; now += 10)
      for (let i = 0; i < 5; i += 1) if (rates.take('x', 0).kind === 'go') gone += 1;
    expect(gone).toBeGreaterThanOrEqual(495);
    expect(gone).toBeLessThanOrEqual(505);
  });

  test('tell how long to wait, and take the tokens of those who do', () => {
    const rates = createRates({ rate: 10, monotonic: () => 0 });
    expect([0, 1, 2].map(() => rates.take('x', 1_000))).toEqual([
      { kind: 'go', after: 0 },
      { kind: 'go', after: 100 },
      { kind: 'go', after: 200 },
    ]);
    expect(rates.take('x', 250)).toEqual({ kind: 'over', after: 300 });
    expect(rates.take('x', 300)).toEqual({ kind: 'go', after: 300 });
  });

  test('of one domain do not slow another', () => {
    const rates = createRates({ domainRate: 1, monotonic: () => 0 });
    expect(rates.take('slow.example', 0).kind).toBe('go');
    expect(rates.take('slow.example', 0).kind).toBe('over');
    expect(rates.take('other.example', 0).kind).toBe('go');
  });
});

describe('rates by name', () => {
  test('hold for their domain, and * for those not named', () => {
    const rates = createRates({ domainRate: { '*': 1, 'fast.example': 1_000 }, monotonic: () => 0 });
    const kinds = (domain: string) => [rates.take(domain, 0).kind, rates.take(domain, 0).kind];
    expect(kinds('fast.example')).toEqual(['go', 'go']);
    expect(kinds('other.example')).toEqual(['go', 'over']);
    const none = createRates({ domainRate: {}, monotonic: () => 0 });
    expect([1, 2, 3].map(() => none.take('x', 0).kind)).toEqual(['go', 'go', 'go']);
  });
});

describe('back-off', () => {
  test('doubles by wave, up to its most, and is forgotten at the first success', () => {
    let now = 0;
    const backoff = createBackoff({ first: 100, most: 350, monotonic: () => now });
    expect(backoff.fail('x')).toBe(100);
    now = 40;
    expect(backoff.fail('x')).toBe(60);
    expect(backoff.left('x')).toBe(60);
    now = 100;
    expect(backoff.left('x')).toBe(0);
    expect(backoff.fail('x')).toBe(200);
    now = 400;
    expect(backoff.fail('x')).toBe(350);
    expect(backoff.fail('y')).toBe(100);
    backoff.succeed('x');
    expect(backoff.fail('x')).toBe(100);
  });
});

describe('a server’s answer', () => {
  const readAll = (...chunks: string[]) => {
    const replies: Reply[] = [];
    let broken = '';
    const reader = createReader(
      (reply) => replies.push(reply),
      (why) => {
        broken = why;
      },
    );
    for (const chunk of chunks) reader.push(Buffer.from(chunk));
    return { replies, broken };
  };

  test('is read however it is cut', () => {
    const expected = [
      { code: 250, text: 'a b' },
      { code: 354, text: 'go' },
    ];
    expect(readAll('250-a\r\n250 b\r\n354 go\r\n').replies).toEqual(expected);
    expect(readAll(...'250-a\r\n250 b\r\n354 go\n').replies).toEqual(expected);
    expect(readAll('250\r\n').replies).toEqual([{ code: 250, text: '' }]);
  });

  test('that is none is noticed', () => {
    expect(readAll('hello\r\n').broken).toMatch(/not SMTP/);
    expect(readAll(`250-${'x'.repeat(20_000)}`).broken).toMatch(/no end/);
  });

  test.each([
    [250, 'taken'],
    [421, 'later'],
    [450, 'later'],
    [550, 'never'],
    [535, 'later'],
  ])('%i means %s', (code, judgement) => {
    expect(judge({ code, text: '' })).toBe(judgement);
  });

  test('is kept without addresses', () => {
    expect(fitToKeep({ code: 550, text: '5.1.1 <zoe.b+x@shop.example>: zoe@shop.example unknown' })).toBe(
      '550 5.1.1 <…>: … unknown',
    );
  });
});

describe('SMTP_URL', () => {
  test('gives host, port, login and options', () => {
    expect(
      readSmtpUrl('smtp://us%40er:p%3Ass@mail.example:587?requireTLS=true&rejectUnauthorized=false'),
    ).toMatchObject({
      connection: {
        host: 'mail.example',
        port: 587,
        secure: false,
        requireTLS: true,
        tls: { rejectUnauthorized: false },
      },
      auth: { user: 'us@er', pass: 'p:ss' },
    });
    expect(readSmtpUrl('smtps://mail.example')).toMatchObject({ connection: { port: 465, secure: true }, auth: null });
    expect(readSmtpUrl('smtp://[::1]:25').connection.host).toBe('::1');
  });

  test.each(['nonsense', 'http://x', 'smtp://x?nosuch=1'])(
    '%s is refused with a sentence that does not repeat it',
    (url) => {
      expect(() => readSmtpUrl(url)).toThrow(/^SMTP_URL: /);
    },
  );
});
