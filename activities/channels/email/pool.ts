/** So many SMTP connections, and the mails of all bursts handed over on whichever is free. */

import type { HandedOver } from '#activities/channels/adapter.ts';
import { type Backoff, createBackoff } from '#activities/channels/email/backoff.ts';
import { type Fate, type Job, type Link, type Mail, openLink } from '#activities/channels/email/link.ts';
import { createRates, type RateSettings, type Rates } from '#activities/channels/email/rates.ts';
import { withoutAddresses } from '#activities/channels/email/reply.ts';
import type { SmtpSettings } from '#activities/channels/email/settings.ts';

export type PoolSettings = {
  smtp: SmtpSettings;
  connections: number;
  rate?: number | undefined;
  domainRate?: RateSettings['domainRate'];
  monotonic(): number;
  /** Ms a mail may take on its connection, and a connection to be made. */
  timeout?: number;
  /** Ms within which a mail must have been begun, else it is deferred. With `timeout` this bounds a hand-over. */
  startWithin?: number;
  /** First and longest back-off, ms. */
  backoff?: { first: number; most: number };
};

export type Pool = {
  /** Answers in the order given, after `startWithin + timeout` at the latest. */
  handOver(mails: readonly (Mail & { domain: string })[]): Promise<HandedOver[]>;
  open(): number;
  /** Lets what has begun come to its end, defers the rest. */
  close(): Promise<void>;
};

/** Key of the back-off that holds for the whole server: no domain is empty. */
const SERVER = '';
/** For a mail that found no free connection. */
const SOON = 250;

/** Connections a mail may lose before it was written, before it is deferred. */
const MAX_TRIES = 3;

type Waiting = {
  mail: Mail;
  domain: string;
  tries: number;
  late: boolean;
  state: 'queued' | 'begun' | 'answered';
  answer(what: HandedOver): void;
};

/** Waves of deferrals in a row, without one success, after which a whole domain is left alone. */
const WAVES = 3;

export function createPool(settings: PoolSettings): Pool {
  const { smtp, connections, monotonic, timeout = 5_000, startWithin = 2_500 } = settings;
  const rates: Rates = createRates(settings);
  const backoff: Backoff = createBackoff({ first: 1_000, most: 900_000, ...settings.backoff, monotonic });
  const links = new Set<Link>();
  const idle: Link[] = [];
  let opening = 0;
  let begun = 0;
  let closed = false;
  let drained: (() => void) | undefined;
  let queue: Waiting[] = [];
  let head = 0;

  function next(): Job | undefined {
    while (head < queue.length) {
      const waiting = queue[head]!;
      head += 1;
      if (waiting.state === 'queued') return begin(waiting);
    }
    queue = [];
    head = 0;
    return undefined;
  }

  function begin(waiting: Waiting): Job {
    waiting.state = 'begun';
    waiting.tries += 1;
    begun += 1;
    return {
      mail: waiting.mail,
      settle(fate) {
        begun -= 1;
        settled(waiting, fate);
        if (begun === 0) drained?.();
      },
    };
  }

  function settled(waiting: Waiting, fate: Fate): void {
    if (fate.kind === 'lost' && !fate.written && !closed && !waiting.late && waiting.tries < MAX_TRIES) {
      // An idle connection that the server had closed meanwhile shows only now: again on another one.
      waiting.state = 'queued';
      queue.push(waiting);
    } else {
      waiting.answer(answerTo(fate, waiting));
    }
  }

  function answerTo(fate: Fate, { domain, late }: Waiting): HandedOver {
    if (fate.kind === 'lost') {
      const response = withoutAddresses(fate.why);
      if (fate.written) return { kind: 'unknown', response };
      return { kind: 'deferred', response, retryAfter: late || closed ? SOON : backoff.fail(SERVER) };
    }
    if (fate.kind === 'later')
      return { kind: 'deferred', response: fate.reply, retryAfter: backoff.fail(fate.server ? SERVER : domain) };
    backoff.succeed(SERVER);
    if (fate.kind === 'never') return { kind: 'refused', response: fate.reply };
    backoff.succeed(domain);
    return { kind: 'handed', response: fate.reply, completed: true };
  }

  /** Gives queued mails to idle links, and opens more as long as mails wait and the server is not to be left alone. */
  function flow(): void {
    while (idle.length > 0 && head < queue.length) {
      const job = next();
      if (job === undefined) break;
      idle.pop()!.send(job);
    }
    const waiting = queue.length - head;
    if (waiting === 0 || closed) return;
    const left = backoff.left(SERVER);
    if (left === 0) {
      while (opening < waiting && links.size < connections) open();
    } else if (links.size === 0) {
      deferAll('the mail server is left alone after failures', left);
    }
  }

  function open(): void {
    opening += 1;
    const link = openLink(smtp, timeout, {
      ready: () => {
        opening -= 1;
      },
      next,
      idle: (link) => {
        idle.push(link);
      },
      gone(gone, opened, why) {
        links.delete(gone);
        const at = idle.indexOf(gone);
        if (at >= 0) idle.splice(at, 1);
        if (!opened) {
          opening -= 1;
          const left = backoff.fail(SERVER);
          if (links.size === 0) deferAll(withoutAddresses(why), left);
        }
        flow();
      },
    });
    links.add(link);
  }

  function deferAll(response: string, retryAfter: number): void {
    const all = queue.slice(head);
    queue = [];
    head = 0;
    for (const waiting of all)
      if (waiting.state === 'queued') waiting.answer({ kind: 'deferred', response, retryAfter });
  }

  return {
    open: () => links.size,

    handOver(mails) {
      return new Promise((resolve) => {
        const answers = new Array<HandedOver>(mails.length);
        const timers: NodeJS.Timeout[] = [];
        let outstanding = mails.length;
        if (outstanding === 0) return resolve([]);
        const mine: Waiting[] = mails.map((mail, index) => {
          const waiting: Waiting = {
            mail,
            domain: mail.domain,
            tries: 0,
            late: false,
            state: 'queued',
            answer(what) {
              if (waiting.state === 'answered') return;
              waiting.state = 'answered';
              answers[index] = what;
              outstanding -= 1;
              if (outstanding > 0) return;
              for (const timer of timers) clearTimeout(timer);
              resolve(answers);
            },
          };
          return waiting;
        });
        timers.push(
          setTimeout(() => {
            for (const waiting of mine) {
              waiting.late = true;
              if (waiting.state === 'queued')
                waiting.answer({ kind: 'deferred', response: 'no connection was free in time', retryAfter: SOON });
            }
          }, startWithin),
        );
        for (const waiting of mine) {
          // One mailbox may be full; a domain that puts off everybody gets no new mails meanwhile.
          const patience = backoff.left(waiting.domain, WAVES);
          if (patience > 0) {
            waiting.answer({ kind: 'deferred', response: 'the domain asked to wait', retryAfter: patience });
            continue;
          }
          const slot = closed ? { kind: 'over' as const, after: SOON } : rates.take(waiting.domain, startWithin / 2);
          if (slot.kind === 'over') {
            waiting.answer({
              kind: 'deferred',
              response: closed ? 'shutting down' : 'over the rate',
              retryAfter: slot.after,
            });
          } else if (slot.after === 0) {
            queue.push(waiting);
          } else {
            timers.push(
              setTimeout(() => {
                queue.push(waiting);
                flow();
              }, slot.after),
            );
          }
        }
        flow();
      });
    },

    async close() {
      closed = true;
      deferAll('shutting down', SOON);
      // What has begun ends by itself within the time-out; broken off, it would be unknown for ever.
      if (begun > 0)
        await new Promise<void>((resolve) => {
          drained = resolve;
        });
      for (const link of [...links]) link.close();
    },
  };
}
