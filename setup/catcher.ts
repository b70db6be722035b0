/** The mail catcher: an SMTP server that lets nothing out, and pages to read what it caught. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { listPage, mailPage } from '#setup/catcherpage.ts';
import { type Mailbox, openMailbox } from '#setup/mailbox.ts';

export type CatcherOptions = {
  folder: string;
  /** Free ones where absent. */
  smtpPort?: number;
  webPort?: number;
  host?: string;
  keep?: number;
};

export type Catcher = {
  smtpUrl: string;
  webUrl: string;
  mailbox: Mailbox;
  stop(): Promise<void>;
};

const LARGEST = 20_000_000;
const PAGE = 50;

export async function startCatcher(options: CatcherOptions): Promise<Catcher> {
  const host = options.host ?? '127.0.0.1';
  const mailbox = await openMailbox(options.folder, options.keep);
  const smtp = receiver(mailbox);
  const web = createServer((request, response) => {
    answer(mailbox, request, response).catch((problem) => {
      response
        .writeHead(500, { 'content-type': 'text/plain' })
        .end(`The catcher failed: ${(problem as Error).message}`);
    });
  });
  const smtpPort = await listen(smtp.server, options.smtpPort ?? 0, host);
  const webPort = await listen(web, options.webPort ?? 0, host);
  return {
    smtpUrl: `smtp://${host}:${smtpPort}`,
    webUrl: `http://${host}:${webPort}`,
    mailbox,
    async stop() {
      web.closeAllConnections();
      await Promise.all([
        new Promise<void>((resolve) => smtp.close(() => resolve())),
        new Promise<void>((resolve) => web.close(() => resolve())),
      ]);
    },
  };
}

function listen(
  server: { listen: SMTPServer['server']['listen']; once: SMTPServer['server']['once']; address(): unknown },
  port: number,
  host: string,
): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
  });
}

function receiver(mailbox: Mailbox): SMTPServer {
  const server = new SMTPServer({
    banner: 'Jalon mail catcher',
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    size: LARGEST,
    // Stopping does not wait for idle pooled connections.
    closeTimeout: 1_000,
    onData(stream, session, done) {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope;
        mailbox
          .add(Buffer.concat(parts), {
            from: mailFrom ? mailFrom.address : '',
            to: rcptTo.map(({ address }) => address),
          })
          .then(({ id }) => done(null, `caught as ${id}`), done);
      });
    },
  });
  // A client that goes away in the middle is no fault of ours.
  server.on('error', () => undefined);
  return server;
}

/** `/`, `/mails.json`, `/mails/7`, `/mails/7.html`, `/mails/7.eml`. */
async function answer(mailbox: Mailbox, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://catcher');
  const send = (type: string, body: string | Buffer, headers: Record<string, string> = {}) =>
    response.writeHead(200, { 'content-type': type, 'cache-control': 'no-store', ...headers }).end(body);
  const before = Number(searchParams.get('before')) || undefined;

  if (request.method !== 'GET') {
    response.writeHead(405, { allow: 'GET' }).end();
  } else if (pathname === '/') {
    const mails = mailbox.list({ before, limit: PAGE + 1 });
    send(
      'text/html; charset=utf-8',
      listPage({
        mails: mails.slice(0, PAGE),
        older: mails.length > PAGE ? mails[PAGE - 1]!.id : null,
        newest: before === undefined,
        count: mailbox.count(),
        total: mailbox.total(),
      }),
    );
  } else if (pathname === '/mails.json') {
    const limit = Math.min(1_000, Number(searchParams.get('limit')) || 100);
    send('application/json', JSON.stringify({ total: mailbox.total(), mails: mailbox.list({ before, limit }) }));
  } else {
    await answerMail(mailbox, pathname, send, () => response.writeHead(404).end('No such mail here.'));
  }
}

async function answerMail(
  mailbox: Mailbox,
  pathname: string,
  send: (type: string, body: string | Buffer, headers?: Record<string, string>) => void,
  missing: () => void,
): Promise<void> {
  const [, id, form] = /^\/mails\/(\d+)(\.html|\.eml)?$/.exec(pathname) ?? [];
  const mail = mailbox.get(Number(id));
  const raw = mail && (await mailbox.raw(mail.id));
  if (!mail || !raw) return missing();
  if (form === '.eml') return send('text/plain; charset=utf-8', raw);
  const parsed = await simpleParser(raw, { skipHtmlToText: true, skipTextToHtml: true });
  if (form === '.html') {
    // A mail is foreign: it runs nothing here, and its links open elsewhere.
    return send('text/html; charset=utf-8', `<base target="_blank">${parsed.html || ''}`, {
      'content-security-policy':
        "default-src 'none'; img-src * data:; style-src 'unsafe-inline'; font-src * data:; sandbox allow-popups allow-popups-to-escape-sandbox",
    });
  }
  const headers = parsed.headerLines
    .map(({ line }) => line)
    .filter((line) => /^(list-|message-id|reply-to|cc)/i.test(line));
  send(
    'text/html; charset=utf-8',
    mailPage({
      mail,
      html: Boolean(parsed.html),
      text: parsed.text ?? '',
      headers,
      newer: mailbox.get(mail.id + 1)?.id ?? null,
      older: mailbox.get(mail.id - 1)?.id ?? null,
    }),
  );
}
