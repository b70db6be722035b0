import { connect } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { controlSink, type Sink, startSink } from '#setup/testing/sink.ts';

const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

/** Says all at once, in pieces of so many bytes; resolves with what was answered when the server closed. */
function say(sink: Sink, text: string, piece = text.length): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(sink.port, '127.0.0.1');
    let heard = '';
    socket.on('data', (chunk) => {
      heard += chunk;
    });
    socket.on('error', reject);
    socket.on('close', () => resolve(heard));
    for (let at = 0; at < text.length; at += piece) socket.write(text.slice(at, at + piece));
  });
}

const mail = (id: string, to = 'a@shop.example') =>
  `MAIL FROM:<x@y>\r\nRCPT TO:<${to}>\r\nDATA\r\nMessage-ID: <${id}>\r\n\r\n.\r\nhello\r\n.\r\n`;

test.each([1, 7, 100_000])('the sink understands mails cut into pieces of %i', async (piece) => {
  const sink = await startSink({ keepRaw: 1 });
  cleanups.push(() => sink.stop());
  // A lone dot ends the first mail early; the words after it are no commands.
  const heard = await say(
    sink,
    `EHLO x\r\n${mail('1').replace('.\r\nhello\r\n', '')}${mail('2', 'b@shop.example').replace('.\r\nhello', 'hello')}QUIT\r\n`,
    piece,
  );
  expect(heard.match(/^\d{3} /gm)).toEqual([
    '220 ',
    '250 ',
    ...['250 ', '250 ', '354 ', '250 '],
    ...['250 ', '250 ', '354 ', '250 '],
    '221 ',
  ]);
  expect(sink.messages()).toEqual([
    { messageId: '<1>', to: 'a@shop.example' },
    { messageId: '<2>', to: 'b@shop.example' },
  ]);
  expect(sink.raw()).toEqual(['Message-ID: <2>\r\n\r\nhello']);
});

test('a sink is steered over HTTP', async () => {
  const sink = await startSink();
  const control = await controlSink(sink, 0);
  cleanups.push(
    () => control.stop(),
    () => sink.stop(),
  );
  const base = `http://127.0.0.1:${control.port}`;
  const post = (path: string, body: unknown) => fetch(`${base}${path}`, { method: 'POST', body: JSON.stringify(body) });
  expect((await post('/faults', { nosuch: 1 })).status).toBe(400);
  expect((await post('/faults', { rcpt550: ['A@shop.example'] })).status).toBe(200);
  expect(await say(sink, 'MAIL FROM:<x@y>\r\nRCPT TO:<a@shop.example>\r\nQUIT\r\n')).toContain('550 5.1.1');
  await post('/faults', {});
  await say(sink, `${mail('1').replace('.\r\nhello', 'hello')}QUIT\r\n`);
  expect(await (await fetch(`${base}/messages`)).json()).toEqual([{ messageId: '<1>', to: 'a@shop.example' }]);
  expect(await (await fetch(`${base}/count`)).json()).toMatchObject({ count: 1 });
  await post('/reset', {});
  expect(sink.count()).toBe(0);
});
