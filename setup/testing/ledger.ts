/** Whether the store's ledger and what the mail server took tell the same story. */
import { sql } from 'kysely';
import type { Engine } from '#setup/testing/engine.ts';

export type Account = {
  /** Touches by state. */
  states: Record<string, number>;
  /** Mails the server took, and how many of those under a Message-ID it had taken before. */
  taken: number;
  twice: number;
};

export async function account(engine: Engine): Promise<Account> {
  const { rows } = await sql<{ state: string; n: number }>`
    select state, count(*)::int as n from touches group by state`.execute(engine.db);
  const ids = engine.sink.messages().map((m) => m.messageId);
  return {
    states: Object.fromEntries(rows.map((r) => [r.state, r.n])),
    taken: ids.length,
    twice: ids.length - new Set(ids).size,
  };
}
