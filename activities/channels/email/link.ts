/**
 * One SMTP connection that hands mails over, one at a time.
 *
 * The library greets, encrypts and logs in; the mails themselves are written here, for two things it does not do: to
 * know for certain whether a mail's last byte had been written when the connection broke (what came before may be sent
 * again, what came after may not), and to send the next mail's envelope along with the mail before it (RFC 2920), one
 * round trip a mail instead of three.
 */
import type { Socket } from 'node:net';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import { createReader, fitToKeep, judge, type Reply } from '#activities/channels/email/reply.ts';
import type { SmtpSettings } from '#activities/channels/email/settings.ts';

export type Mail = {
  from: string;
  to: string;
  /** The whole message with the final dot; no line of it starts with another. */
  data: Buffer;
};

export type Fate =
  | { kind: 'taken'; reply: string }
  | { kind: 'never'; reply: string }
  /** Said by the server of this mail alone, or (`server`) of all. */
  | { kind: 'later'; reply: string; server: boolean }
  /** The connection broke: before the mail was written, or after. */
  | { kind: 'lost'; written: boolean; why: string };

export type Job = { mail: Mail; settle(fate: Fate): void };

export type Link = {
  /** Only when idle. */
  send(job: Job): void;
  close(): void;
};

export type LinkEvents = {
  ready(): void;
  /** The next job, asked for as soon as there is room for it: while the mail before it is under way, or when idle. */
  next(): Job | undefined;
  /** Ready and without a job: `send` may be called. */
  idle(link: Link): void;
  /** The connection is gone, after all its jobs have been settled. `opened`: it had been ready once. */
  gone(link: Link, opened: boolean, why: string): void;
};

type Stage = 'mail' | 'rcpt' | 'data' | 'end' | 'void';

export function openLink(settings: SmtpSettings, timeout: number, events: LinkEvents): Link {
  const connection = new SMTPConnection({
    ...settings.connection,
    connectionTimeout: timeout,
    greetingTimeout: timeout,
    dnsTimeout: timeout,
    socketTimeout: settings.idle,
    socketCloseTimeout: 1_000,
  });
  let socket: Socket | null = null;
  let extensions: readonly string[] = [];
  let over = false;
  let pipelining = false;
  /** The mail the server is busy with, and the one whose envelope went out behind it. */
  let current: Job | undefined;
  let following: Job | undefined;
  let written = false;
  let fault: { reply: Reply; stage: Stage } | undefined;
  const expected: Stage[] = [];

  const tooLate = () => end('no answer from the mail server in time');
  const opening = setTimeout(tooLate, timeout);
  /** From when a mail is taken up, its wait behind another one included: this bounds a hand-over. */
  const deadlines: NodeJS.Timeout[] = [];
  const reader = createReader(
    (reply) => {
      if (!over) heard(reply);
    },
    (why) => end(why),
  );
  const link: Link = {
    send(job) {
      current = job;
      envelope(job);
    },
    close() {
      if (!over && socket?.writable && current === undefined) socket.write('QUIT\r\n');
      end('closed');
    },
  };

  connection.on('error', (error) => end(whyOf(error)));
  connection.once('end', () => end('the mail server closed the connection'));
  connection.connect((error) => {
    if (error) return end(whyOf(error));
    if (settings.auth === null) return take();
    connection.login(settings.auth, (refused) => (refused ? end(whyOf(refused)) : take()));
  });
  return link;

  /** From here on the socket's data is ours; its errors and its end stay with the library, which tells us. */
  function take(): void {
    if (over || !connection._socket) return;
    socket = connection._socket;
    // The one thing read that the library does not publish; without it mails go one command at a time.
    extensions = (connection as unknown as { _supportedExtensions?: string[] })._supportedExtensions ?? [];
    pipelining = extensions.includes('PIPELINING');
    socket.removeAllListeners('data');
    socket.on('data', (chunk: Buffer) => reader.push(chunk));
    socket.setNoDelay(true);
    clearTimeout(opening);
    events.ready();
    proceed();
  }

  /** Begins the next job if there is one. */
  function proceed(): void {
    if (over) return;
    const job = events.next();
    if (job) link.send(job);
    else events.idle(link);
  }

  function envelope({ mail }: Job): void {
    deadlines.push(setTimeout(tooLate, timeout));
    const from = `MAIL FROM:<${mail.from}>${/[^\p{ASCII}]/u.test(mail.to) && extensions.includes('SMTPUTF8') ? ' SMTPUTF8' : ''}\r\n`;
    if (pipelining) {
      expected.push('mail', 'rcpt', 'data');
      socket!.write(`${from}RCPT TO:<${mail.to}>\r\nDATA\r\n`);
    } else {
      expected.push('mail');
      socket!.write(from);
    }
  }

  function heard(reply: Reply): void {
    const stage = expected.shift();
    if (stage === undefined) {
      end(reply.code === 421 ? `the mail server closes: ${fitToKeep(reply)}` : 'an answer nobody asked for');
    } else if (stage === 'end') {
      settle(fateOf(reply, true));
    } else if (stage === 'void') {
      settle(faultFate());
    } else if (reply.code === 421) {
      fault ??= { reply, stage };
      settle(faultFate());
    } else if (stage === 'data') {
      dataAnswered(reply);
    } else {
      if (judge(reply) !== 'taken') fault ??= { reply, stage };
      if (!pipelining) goOn(stage);
    }
  }

  /** Without pipelining: the next command. */
  function goOn(answered: 'mail' | 'rcpt'): void {
    if (fault) {
      afresh();
    } else if (answered === 'mail') {
      expected.push('rcpt');
      socket!.write(`RCPT TO:<${current!.mail.to}>\r\n`);
    } else {
      expected.push('data');
      socket!.write('DATA\r\n');
    }
  }

  function dataAnswered(reply: Reply): void {
    if (reply.code !== 354) {
      fault ??= { reply, stage: 'data' };
      afresh();
    } else if (fault?.stage === 'mail') {
      // A server that takes a mail of a sender it refused is not to be trusted with an empty one.
      settle(faultFate());
      end('the mail server contradicts itself');
    } else if (fault) {
      // It waits for a mail that has nobody to go to (RFC 2920, 3.1): end it, and keep the answers in step.
      expected.push('void');
      socket!.write('.\r\n');
    } else {
      content();
    }
  }

  /** From the first byte of this on, the mail may have been taken. */
  function content(): void {
    written = true;
    expected.push('end');
    following = pipelining ? events.next() : undefined;
    if (following === undefined) {
      socket!.write(current!.mail.data);
      return;
    }
    socket!.cork();
    socket!.write(current!.mail.data);
    envelope(following);
    socket!.uncork();
  }

  /** A refused recipient leaves its transaction open. */
  function afresh(): void {
    if (fault!.stage === 'mail') {
      settle(faultFate());
    } else {
      expected.push('void');
      socket!.write('RSET\r\n');
    }
  }

  function faultFate(): Fate {
    return fateOf(fault!.reply, fault!.stage === 'rcpt');
  }

  function settle(fate: Fate): void {
    const job = current!;
    const closing = fate.kind === 'later' && fate.reply.startsWith('421');
    current = following;
    following = undefined;
    written = false;
    fault = undefined;
    clearTimeout(deadlines.shift());
    job.settle(fate);
    if (closing) {
      end(fate.reply);
      return;
    }
    if (current === undefined) proceed();
  }

  function end(why: string): void {
    if (over) return;
    over = true;
    for (const timer of [opening, ...deadlines]) clearTimeout(timer);
    connection.close();
    const lost = current;
    const behind = following;
    current = undefined;
    following = undefined;
    lost?.settle({ kind: 'lost', written, why });
    behind?.settle({ kind: 'lost', written: false, why });
    events.gone(link, socket !== null, why);
  }
}

function fateOf(reply: Reply, ofThisMail: boolean): Fate {
  const kind = judge(reply);
  if (kind === 'later') return { kind, reply: fitToKeep(reply), server: !ofThisMail || reply.code === 421 };
  return { kind, reply: fitToKeep(reply) };
}

/** The library's own words; what the server said stands in them. */
function whyOf(error: Error): string {
  const { code, responseCode } = error as Error & { code?: string; responseCode?: number };
  return `${responseCode ?? code ?? 'ESMTP'} ${error.message}`;
}
