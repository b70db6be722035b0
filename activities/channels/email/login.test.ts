import type { AddressInfo } from 'node:net';
import { simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { afterEach, describe, expect, test } from 'vitest';
import { createPool } from '#activities/channels/email/pool.ts';
import { readSmtpUrl } from '#activities/channels/email/settings.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

/** A server of another make than the sink, to hold the conversation to what others expect. */
async function server(options: SMTPServerOptions) {
  const subjects: string[] = [];
  const made = new SMTPServer({
    logger: false,
    onAuth: ({ username, password }, _session, done) =>
      username === 'jalon' && password === 's:cret' ? done(null, { user: 'jalon' }) : done(new Error('no')),
    onData(stream, _session, done) {
      simpleParser(stream).then((mail) => {
        subjects.push(`${mail.subject}/${mail.text}`);
        done();
      }, done);
    },
    ...options,
  });
  made.on('error', () => undefined);
  await new Promise<void>((resolve) => made.listen(0, '127.0.0.1', resolve));
  cleanups.push(() => new Promise<void>((resolve) => made.close(resolve)));
  return { port: (made.server.address() as AddressInfo).port, subjects };
}

async function handOver(url: string, count = 6) {
  const pool = createPool({ smtp: readSmtpUrl(url), connections: 2, monotonic: () => performance.now() });
  cleanups.unshift(() => pool.close());
  return pool.handOver(
    Array.from({ length: count }, (_, index) => ({
      from: 'hello@jalon.example',
      to: `c${index}@shop.example`,
      domain: 'shop.example',
      data: Buffer.from(`Subject: n${index}\r\n\r\nhello\r\n.\r\n`),
    })),
  );
}

describe('a mail server', () => {
  test('that wants STARTTLS and a login takes the mails', async () => {
    const { port, subjects } = await server({ secure: false });
    const answers = await handOver(`smtp://jalon:s%3Acret@127.0.0.1:${port}?requireTLS=1&rejectUnauthorized=0`);
    expect(answers.map(({ kind }) => kind)).toEqual(Array(6).fill('handed'));
    expect(subjects.sort()).toEqual([0, 1, 2, 3, 4, 5].map((index) => `n${index}/hello\n`));
  });

  test('behind TLS from the start takes the mails', async () => {
    const { port, subjects } = await server({ secure: true });
    expect(
      (await handOver(`smtps://jalon:s%3Acret@127.0.0.1:${port}?rejectUnauthorized=0`)).every(
        ({ kind }) => kind === 'handed',
      ),
    ).toBe(true);
    expect(subjects).toHaveLength(6);
  });

  test('that refuses our login defers: no customer’s fault', async () => {
    const { port } = await server({ secure: true });
    const answers = await handOver(`smtps://jalon:wrong@127.0.0.1:${port}?rejectUnauthorized=0`, 2);
    expect(answers).toMatchObject([{ kind: 'deferred' }, { kind: 'deferred' }]);
    expect(answers[0]!.response).toContain('535');
    expect(answers[0]!.response).not.toContain('wrong');
  });

  test('that wants a login we do not have defers', async () => {
    const { port } = await server({ secure: true });
    expect((await handOver(`smtps://127.0.0.1:${port}?rejectUnauthorized=0`, 1))[0]).toMatchObject({
      kind: 'deferred',
      response: expect.stringContaining('530'),
    });
  });

  test('whose certificate nobody vouches for is not talked to', async () => {
    const { port, subjects } = await server({ secure: true });
    expect((await handOver(`smtps://jalon:s%3Acret@127.0.0.1:${port}`, 1))[0]).toMatchObject({ kind: 'deferred' });
    expect(subjects).toEqual([]);
  });

  test('that refuses one recipient takes the next mail of the same connection', async () => {
    const { port, subjects } = await server({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onRcptTo: ({ address }, _session, done) =>
        address === 'c1@shop.example'
          ? done(Object.assign(new Error('no such person'), { responseCode: 550 }))
          : done(),
    });
    const answers = await handOver(`smtp://127.0.0.1:${port}`, 4);
    expect(answers.map(({ kind }) => kind)).toEqual(['handed', 'refused', 'handed', 'handed']);
    expect(subjects).toHaveLength(3);
  });
});
