/** Whether the mail server answers: its greeting is waited for, and it is taken leave of. Nothing is sent. */
import { connect } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { withoutAddresses } from '#activities/channels/email/reply.ts';
import { readSmtpUrl } from '#activities/channels/email/settings.ts';

export type Probed = { ok: boolean; why: string | null };

export function probe(url: string, timeout = 5_000): Promise<Probed> {
  const { host = 'localhost', port = 25, secure = false, tls } = readSmtpUrl(url).connection;
  return new Promise((resolve) => {
    const to = { host, port: Number(port) };
    const socket = secure ? connectTls({ servername: host, ...tls, ...to }) : connect(to);
    const say = (ok: boolean, why: string | null) => {
      socket.removeAllListeners('data');
      if (ok) socket.end('QUIT\r\n');
      else socket.destroy();
      resolve({ ok, why: why && withoutAddresses(why).slice(0, 200) });
    };
    socket.setTimeout(timeout, () => say(false, 'no answer'));
    socket.on('error', (error) => say(false, error.message));
    socket.on('end', () => say(false, 'hung up'));
    socket.on('data', (chunk) => {
      const line = String(chunk).split('\r\n')[0] ?? '';
      say(/^220[ -]/.test(line), /^220[ -]/.test(line) ? null : line);
    });
  });
}
