/**
 * A mail server that takes everything and delivers nothing, for tests and benchmarks: bare TCP, so that it is not the
 * bottleneck it measures, with faults to order. Also a process of its own, steered over HTTP:
 *   node --import tsx setup/testing/sink.ts --port 2525 --control 2526
 *   GET /count · GET /messages?from=n · GET /raw · POST /faults · POST /reset
 */
import { createServer as createHttp, type Server as HttpServer } from 'node:http';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { pathToFileURL } from 'node:url';
import { createMisbehaviour, type Faults, faultsSchema, type Misbehaviour } from '#setup/testing/smtpfaults.ts';

export type Taken = { messageId: string; to: string };

export type SinkOptions = {
  /** 0 or absent: a free one. */
  port?: number;
  faults?: Faults;
  /** How many messages to remember; the count goes on. */
  keep?: number;
  /** How many of the last mails to keep whole. */
  keepRaw?: number;
};

export type Sink = {
  url: string;
  port: number;
  count(): number;
  /** In the order taken; a mail whose answer was held back or cut off counts as taken. */
  messages(): Taken[];
  raw(): string[];
  connections(): number;
  faults(faults: Faults): Promise<void>;
  reset(): void;
  stop(): Promise<void>;
};

const HOST = '127.0.0.1';
const LF = 0x0a;
const END = Buffer.from('\r\n.\r\n');
const ID = Buffer.from('Message-ID: ');

export async function startSink(options: SinkOptions = {}): Promise<Sink> {
  const { keep = 200_000, keepRaw = 0 } = options;
  const sockets = new Set<Socket>();
  let faults: Faults = options.faults ?? {};
  let behaviour = createMisbehaviour(faults);
  let count = 0;
  let taken: Taken[] = [];
  let raws: string[] = [];

  const take = (message: Buffer, recipients: readonly string[]) => {
    count += 1;
    if (taken.length < keep) {
      const at = message.indexOf(ID);
      const end = at < 0 ? -1 : message.indexOf(LF, at);
      const id = at < 0 ? '' : message.toString('latin1', at + ID.length, end < 0 ? message.length : end).trim();
      for (const to of recipients) taken.push({ messageId: id, to });
    }
    if (keepRaw > 0) {
      raws.push(message.toString('utf8'));
      if (raws.length > keepRaw) raws.shift();
    }
  };

  const server: Server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    converse(
      socket,
      () => faults,
      () => behaviour,
      take,
    );
  });
  const port = await listen(server, options.port ?? 0);
  if (faults.refuse) await unlisten(server, sockets);

  return {
    url: `smtp://${HOST}:${port}`,
    port,
    count: () => count,
    messages: () => taken.slice(),
    raw: () => raws.slice(),
    connections: () => sockets.size,
    async faults(wanted) {
      const refused = faults.refuse === true;
      faults = wanted;
      behaviour = createMisbehaviour(wanted);
      if (wanted.refuse && !refused) await unlisten(server, sockets);
      if (!wanted.refuse && refused) await listen(server, port);
    },
    reset() {
      count = 0;
      taken = [];
      raws = [];
      behaviour = createMisbehaviour(faults);
    },
    stop: () => unlisten(server, sockets),
  };
}

/** One SMTP session: bytes in, answers out, one write for each chunk that came. */
function converse(
  socket: Socket,
  faults: () => Faults,
  behaviour: () => Misbehaviour,
  take: (message: Buffer, recipients: readonly string[]) => void,
): void {
  let rest: Buffer | null = null;
  let inData = false;
  let deaf = false;
  let recipients: string[] = [];
  let out = '';

  const flush = () => {
    if (out === '' || socket.destroyed) return;
    const text = out;
    out = '';
    const { slow } = faults();
    // The end of a session must not overtake what was said before it.
    if (slow && !deaf) setTimeout(() => socket.writable && socket.write(text, 'latin1'), slow);
    else socket.write(text, 'latin1');
  };

  if (faults().hangAtGreeting) {
    socket.resume();
    return;
  }
  if (faults().greet421) {
    socket.end('421 4.3.2 too busy, come back later\r\n');
    return;
  }
  socket.write('220 sink ESMTP\r\n');

  socket.on('data', (chunk: Buffer) => {
    if (deaf) return;
    let buffer = rest === null ? chunk : Buffer.concat([rest, chunk]);
    rest = null;
    while (buffer.length > 0 && !deaf) {
      if (inData) {
        const empty = buffer[0] === 0x2e && buffer.length >= 3 && buffer[1] === 0x0d && buffer[2] === LF;
        const end = empty ? 0 : buffer.indexOf(END);
        if (end < 0) break;
        const message = buffer.subarray(0, end);
        buffer = buffer.subarray(end + (empty ? 3 : END.length));
        inData = false;
        body(message);
      } else {
        const end = buffer.indexOf(LF);
        if (end < 0) break;
        const line = buffer.toString('latin1', 0, end).trimEnd();
        buffer = buffer.subarray(end + 1);
        command(line);
      }
    }
    if (buffer.length > 0) rest = buffer;
    flush();
  });

  function body(message: Buffer): void {
    const whom = recipients;
    recipients = [];
    if (whom.length === 0) {
      out += '554 5.5.1 no valid recipients\r\n';
      return;
    }
    const fate = behaviour().data();
    if (fate === 'refuse') {
      const code = faults().refuseDataCode ?? 451;
      out += `${code} ${code < 500 ? '4.3.0' : '5.6.0'} not this one for <${whom[0]}>\r\n`;
      return;
    }
    if (fate === 'close') {
      deaf = true;
      out += '421 4.7.0 closing\r\n';
      flush();
      socket.end();
      return;
    }
    take(message, whom);
    if (fate === 'drop') {
      deaf = true;
      socket.destroy();
    } else if (fate === 'hang') {
      deaf = true;
    } else {
      out += '250 2.0.0 taken\r\n';
    }
  }

  function command(line: string): void {
    switch (line.slice(0, 4).toUpperCase()) {
      case 'EHLO':
        out += `250-sink\r\n${faults().lockstep ? '' : '250-PIPELINING\r\n'}250-ENHANCEDSTATUSCODES\r\n250-8BITMIME\r\n250 SMTPUTF8\r\n`;
        return;
      case 'MAIL':
        recipients = [];
        if (behaviour().mail() === 'drop') {
          deaf = true;
          socket.destroy();
          return;
        }
        out += '250 2.1.0 ok\r\n';
        return;
      case 'RCPT': {
        const to = Buffer.from(/<([^>]*)>/.exec(line)?.[1] ?? '', 'latin1').toString('utf8');
        const code = behaviour().rcpt(to);
        if (code === '250') recipients.push(to);
        if (code === '250') out += '250 2.1.5 ok\r\n';
        else if (code === '450') out += `450 4.2.1 <${to}> is busy\r\n`;
        else out += `550 5.1.1 <${to}> is not known here\r\n`;
        return;
      }
      case 'DATA':
        // RFC 2920: without a valid recipient either answer is right; the harder one for the client.
        inData = true;
        out += '354 go on\r\n';
        return;
      case 'RSET':
        recipients = [];
        out += '250 2.0.0 ok\r\n';
        return;
      case 'QUIT':
        out += '221 2.0.0 bye\r\n';
        deaf = true;
        flush();
        socket.end();
        return;
      default:
        out +=
          line.slice(0, 4).toUpperCase() === 'NOOP' || line.startsWith('HELO') ? '250 ok\r\n' : '502 5.5.2 unknown\r\n';
    }
  }
}

function listen(server: Server | HttpServer, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, HOST, 1_024, () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

function unlisten(server: Server, sockets: Set<Socket>): Promise<void> {
  return new Promise((resolve) => {
    if (!server.listening) return resolve();
    server.close(() => resolve());
    for (const socket of sockets) socket.destroy();
  });
}

/** The HTTP side of a sink; answers its port. */
export async function controlSink(sink: Sink, port: number): Promise<{ port: number; stop(): Promise<void> }> {
  const server = createHttp(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://sink');
    const answer = (status: number, body: unknown) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body));
    };
    if (request.method === 'GET' && url.pathname === '/count')
      return answer(200, { count: sink.count(), cpu: process.cpuUsage() });
    if (request.method === 'GET' && url.pathname === '/messages')
      return answer(200, sink.messages().slice(Number(url.searchParams.get('from') ?? 0)));
    if (request.method === 'GET' && url.pathname === '/raw') return answer(200, sink.raw());
    if (request.method === 'POST' && url.pathname === '/reset') {
      sink.reset();
      return answer(200, {});
    }
    if (request.method === 'POST' && url.pathname === '/faults') {
      const faults = faultsSchema.safeParse(await jsonOf(request));
      if (!faults.success) return answer(400, { problems: faults.error.issues });
      await sink.faults(faults.data);
      return answer(200, faults.data);
    }
    answer(404, {});
  });
  const actual = await listen(server, port);
  return {
    port: actual,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function jsonOf(request: AsyncIterable<Buffer>): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    return undefined;
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const option = (name: string) =>
    Number(process.argv[process.argv.indexOf(`--${name}`) + 1 || process.argv.length] ?? 0);
  const sink = await startSink({
    port: option('port'),
    ...(option('keep') ? { keep: option('keep') } : {}),
    keepRaw: option('raw'),
  });
  const control = await controlSink(sink, option('control'));
  process.stdout.write(`${JSON.stringify({ url: sink.url, control: `http://${HOST}:${control.port}` })}\n`);
  process.once('SIGTERM', () => process.exit(0));
}
