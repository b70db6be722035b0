/** A Jalon in the foreground: brought up, its addresses and progress shown, stopped cleanly by Ctrl-C. */
import { setTimeout } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Environment } from '#core/config.ts';
import { buildEditor } from '#setup/editor.ts';
import { Refusal } from '#setup/refusal.ts';
import { bringUp, type Stack } from '#setup/stack.ts';
import type { Db } from '#store/db.ts';
import { firstLink } from '#store/links.ts';

export type LiveOptions = {
  title: string;
  folder: string;
  env: Environment;
  /** What goes on beside it; ends when `stopped` is aborted. */
  work?: (stack: Stack, io: { say: Say; stopped: AbortSignal }) => Promise<void>;
};

export type Say = (line: string) => void;

/** npm passes the terminal's signal on once more: what follows so soon is the same Ctrl-C. */
const SAME_SIGNAL = 1_000;

export async function live({ title, folder, env, work }: LiveOptions): Promise<number> {
  const begun = performance.now();
  const screen = createScreen();
  const stop = new AbortController();
  let asked = 0;
  let stack: Stack | undefined;
  const onSignal = () => {
    const now = performance.now();
    if (asked === 0) {
      asked = now;
      stop.abort();
      screen.say('Stopping… (Ctrl-C again to stop at once)');
    } else if (now - asked > SAME_SIGNAL) {
      stack?.kill();
      process.exit(130);
    }
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);

  screen.say(`${title}: starting…`);
  if (env.WEB_EDITOR?.trim() !== 'off') await buildEditor(screen.say);
  stack = await bringUp({ folder, env, say: screen.say });
  const stopped = stop.signal;
  let reason: string | undefined;
  try {
    if (!stopped.aborted) {
      screen.say(addresses(stack, performance.now() - begun));
      if (stack.config.editor) await invite(stack, screen.say);
      const working = work?.(stack, { say: screen.say, stopped });
      const progress = showProgress(stack, screen, stopped);
      reason = await Promise.race([
        stack.failed,
        aborted(stopped),
        // Only its failure ends the run: a demo whose story is told stays up.
        (working ?? Promise.resolve()).then(() => aborted(stopped)),
      ]);
      stop.abort();
      await Promise.allSettled([working, progress]);
    }
  } finally {
    await stack.stop();
  }
  if (reason !== undefined) throw new Refusal(`${reason} All else was stopped. The logs are in ${folder}.`);
  screen.say('Stopped.');
  return 0;
}

/** Nobody works here yet: the owner comes in by a link, printed again at each start until it was used. */
async function invite({ connection, config }: Stack, say: Say): Promise<void> {
  const token = await firstLink(connection.db);
  if (token) say(`The owner comes in here, once (24 hours):\n  ${config.http.baseUrl}/welcome?token=${token}`);
}

function aborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(undefined);
    signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
}

function addresses({ config, pages }: Stack, took: number): string {
  const sending = { live: '', allowlist: ' to the allowlist only', off: ': none leave, SENDING is off' }[
    config.sending.mode
  ];
  return [
    `Ready in ${(took / 1000).toFixed(1)} s.`,
    ...(config.editor ? [`  the editor     ${config.http.baseUrl}`] : []),
    `  API            ${config.http.baseUrl}/v1`,
    `  its pages      ${config.http.baseUrl}/docs`,
    pages.catcher ? `  caught mails   ${pages.catcher}` : `  mails          by SMTP_URL${sending}`,
    ...(pages.temporal ? [`  Temporal       ${pages.temporal}`] : []),
    '  Ctrl-C stops it; started again, it goes on where it was.',
  ].join('\n');
}

type Screen = { say: Say; progress: (line: string) => void };

/** On a terminal the line of progress stays the last one; elsewhere lines follow each other. */
function createScreen(): Screen {
  const terminal = process.stdout.isTTY === true;
  let line = '';
  const draw = () => process.stdout.write(`\r\x1b[2K${line.slice(0, (process.stdout.columns ?? 80) - 1)}`);
  return {
    say(text) {
      if (terminal && line !== '') process.stdout.write('\r\x1b[2K');
      process.stdout.write(`${text}\n`);
      if (terminal && line !== '') draw();
    },
    progress(text) {
      line = text;
      if (terminal) draw();
      else process.stdout.write(`${text}\n`);
    },
  };
}

const EVERY = 2_000;

async function showProgress({ connection, clock }: Stack, screen: Screen, stopped: AbortSignal): Promise<void> {
  let last = '';
  while (!stopped.aborted) {
    try {
      const counts = await count(connection.db);
      const text = `${new Date(clock.now()).toISOString().slice(0, 10)} · ${counts}`;
      // On the real clock nothing may happen for hours.
      if (clock.setting.speed !== 1 || text !== last) screen.progress(text);
      last = text;
    } catch {
      // Postgres is being started again; that has been said.
    }
    await setTimeout(EVERY, undefined, { signal: stopped }).catch(() => undefined);
  }
}

async function count(db: Db): Promise<string> {
  const people = await sql<{ enrolled: number; live: number }>`
    select count(distinct customer)::int as enrolled, (count(*) filter (where state = 'live'))::int as live
    from enrolments`.execute(db);
  const touches = await sql<{ channel: string; count: number }>`
    select case when t.channel = 'task' then coalesce(k.kind, 'task') else t.channel end as channel, count(*)::int as count
    from touches t left join tasks k using (month, enrolment, step, visit)
    where t.state = 'handed' group by 1 order by 1`.execute(db);
  const { enrolled, live } = people.rows[0] ?? { enrolled: 0, live: 0 };
  const channels = touches.rows.map((row) => `${row.channel} ${row.count}`);
  return `${enrolled} customers enrolled, ${live} chains running · touches: ${channels.join(', ') || 'none yet'}`;
}
