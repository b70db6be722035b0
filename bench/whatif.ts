/** What-if on a large history: six months of judgements, asked over the API as an operator would. */
import { sql } from 'kysely';
import { openScene } from '#bench/scene.ts';
import { bringUpStand } from '#bench/stand.ts';
import { email, line } from '#setup/testing/graphs.ts';
import { createKey } from '#store/keys.ts';

export type WhatIf = { touches: number; seconds: number; peakRssMb: number; changed: number };

/** Stricter than what the history was judged by, of every kind that is replayed. */
const RULES = [
  { id: 'day', kind: 'cap', max: 1, calendar: 'day', classes: ['commercial'] },
  { id: 'week', kind: 'cap', max: { field: 'profile.per_week', default: 2 }, days: 7, classes: ['commercial'] },
  { id: 'month', kind: 'cap', max: 6, days: 30 },
  { id: 'row', kind: 'alternation', max: 5 },
  { id: 'quiet', kind: 'hours', channels: ['email'], from: '07:00', to: '22:00' },
];

const EACH = 10;

export async function measureWhatIf(touches: number): Promise<WhatIf> {
  const stand = await bringUpStand();
  try {
    const scene = await openScene(stand);
    const { db, clock } = scene;
    const { chain, version } = await scene.publish(line('Past', [email('only'), email('later')]));
    const customers = await scene.seed(Math.ceil(touches / EACH));
    await sql`update customers set traits = traits || '{"per_week": 2}' where id = ${customers[0] ?? 0}`.execute(db);
    const now = new Date(clock.now());
    // Two thirds left, a sixth met a full cap, a sixth had no consent; spread over 180 days by a fixed rule.
    await sql`
      insert into touches (month, enrolment, step, visit, customer, chain, version, step_id, state, reason, brand, channel,
        counts_as, class, weight, policy, decision, due, valid_until, judged_at, first_at, handed_at)
      select date_trunc('month', at)::date, n, 0, 1, customer, ${chain}, ${version}, 'only',
        case when n % 6 < 4 then 'handed' else 'skipped' end,
        case n % 6 when 4 then 'capped' when 5 then 'no_consent' end, 'default', 'email', 'email',
        case when n % 5 = 0 then 'service' else 'commercial' end, 5, 1, '{}', at, at + interval '10 days', at, at,
        case when n % 6 < 4 then at end
      from (select n, (${customers}::bigint[])[1 + n / ${EACH}] as customer,
          ${now}::timestamptz - make_interval(secs => 86400 + hashint8(n)::bigint % 7700000 + 7700000) as at
        from generate_series(0, ${touches - 1}::bigint) as n) as past`.execute(db);
    await sql`analyze touches`.execute(db);
    const api = await scene.api();
    const { token } = await createKey(db, clock.now(), { name: 'bench', scopes: ['touches:read'] });
    const start = performance.now();
    const response = await fetch(`${api.url}/v1/policy/what-if`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ rules: RULES, months: 7 }),
    });
    const body = (await response.json()) as { touches: number; total: { gained: number; lost: number } };
    const seconds = (performance.now() - start) / 1_000;
    if (!response.ok) throw new Error(`what-if answered ${response.status}: ${JSON.stringify(body)}`);
    if (body.touches !== touches) throw new Error(`what-if looked at ${body.touches} of ${touches} touches.`);
    const { peakRssMb } = await api.stop();
    await scene.close();
    return { touches, seconds, peakRssMb, changed: body.total.gained + body.total.lost };
  } finally {
    await stand.stop();
  }
}
