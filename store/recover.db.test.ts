import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Member } from '#core/member.ts';
import { email, line } from '#setup/testing/graphs.ts';
import { createRig, type Rig } from '#setup/testing/rig.ts';
import { liveWakes, moveForward, reserveIds } from '#store/recover.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await createRig();
});
beforeEach(() => rig.clear());
afterAll(() => rig.drop());

const rows = () => rig.db.selectFrom('enrolments').selectAll().orderBy('id').execute();

async function enter(...users: string[]) {
  const { version } = await rig.publish(line('Go', [email('a')]));
  await rig.enter(version, users);
  return rows();
}

test('every live enrolment is to be signalled once, in its cohort, and no ended one', async () => {
  const entered = await enter('ann', 'bob', 'cat');
  await sql`update enrolments set state = 'ended' where id = ${entered[1]!.id}`.execute(rig.db);
  const pages = [];
  for await (const page of liveWakes(rig.db)) pages.push(...page);
  expect(pages).toEqual([entered[0]!, entered[2]!].map(({ id, cohort }) => ({ enrolment: id, cohort })));
});

test('what a workflow knows further than the database is believed, and nothing else of what it says', async () => {
  const [ahead, level, behind, other, ended] = await enter('ahead', 'level', 'behind', 'other', 'ended');
  await sql`update enrolments set rev = 5, step = 1`.execute(rig.db);
  await sql`update enrolments set state = 'ended' where id = ${ended!.id}`.execute(rig.db);
  const before = await rows();
  const due = rig.clock.now() + 86_400_000;
  const member = (row: { id: number; customer: number }, rev: number, more: Partial<Member> = {}): Member => ({
    ...{ enrolment: row.id, customer: row.customer, step: 2, visit: 3, phase: 1, due, rev },
    ...more,
  });
  const said = [
    member(ahead!, 6),
    member(level!, 5),
    member(behind!, 4),
    // An id given to somebody else since the backup was taken.
    member(other!, 9, { customer: ahead!.customer }),
    member(ended!, 9),
    member({ id: 999_999, customer: ahead!.customer }, 9),
  ];
  expect(await moveForward(rig.db, said)).toBe(1);
  const after = await rows();
  expect(after[0]).toMatchObject({ step: 2, visit: 3, phase: 1, due: new Date(due), rev: 6 });
  expect(after.slice(1)).toEqual(before.slice(1));
  expect(await moveForward(rig.db, said)).toBe(0);
});

test('ids that workflows still hold for somebody are not given a second time', async () => {
  const [last] = (await enter('ann')).slice(-1);
  await reserveIds(rig.db, { enrolment: last!.id + 1_000, cohort: last!.cohort + 50 });
  const [bob] = (await enter('bob')).slice(-1);
  expect(bob!.id).toBeGreaterThan(last!.id + 1_000);
  expect(bob!.cohort).toBeGreaterThan(last!.cohort + 50);
  // Where the database is further, its own last stands.
  await reserveIds(rig.db, { enrolment: 0, cohort: 0 });
  const [cat] = (await enter('cat')).slice(-1);
  expect(cat!.id).toBeGreaterThan(bob!.id);
});
