/**
 * Recovery after a loss: Temporal's data gone, or one of the two stores restored to an earlier hour. Postgres rebuilds
 * every cohort; where a workflow knows more than a restored Postgres, its word is taken first. Nothing is sent again.
 */
import type { Client } from '@temporalio/client';
import { COHORT_WORKFLOW, MEMBERS } from '#core/cohort.ts';
import { fromTuple, type Member, type MemberTuple } from '#core/member.ts';
import type { Signaller } from '#core/ports.ts';
import type { Db } from '#store/db.ts';
import { endLost, liveWakes, moveForward, reserveIds } from '#store/recover.ts';

export type RecoverDeps = {
  db: Db;
  /** Domain time. */
  now(): number;
  client: Client;
  taskQueue: string;
  signaller: Signaller;
  say(line: string): void;
  /**
   * Postgres was restored to an earlier hour and Temporal was not: live rows that a cohort no longer knows went on to
   * their end in the lost hour. They are ended as `lost`, or they would be made again.
   */
  postgresRestored?: boolean;
};

export type Recovered = {
  /** Live enrolments whose cohorts were signalled. */
  signalled: number;
  /** Enrolments that a workflow had seen further than Postgres. */
  movedForward: number;
  /** Ended as `lost`: they had finished in the hour that Postgres lost. */
  lost: number;
  /** Workflows that did not answer; their members are asked for all the same. */
  silent: number;
};

const CONCURRENT = 16;

/** A worker must be running: workflows answer through it. Safe to run at any time, and twice. */
export async function recover(deps: RecoverDeps): Promise<Recovered> {
  const { db, client, taskQueue, signaller, say } = deps;
  const ids = await workflowIds(client, taskQueue, 'Running');
  say(`${ids.length} cohorts are running; asking them how far their members are.`);
  const known: Member[] = [];
  const answered: number[] = [];
  let silent = 0;
  for (let i = 0; i < ids.length; i += CONCURRENT) {
    const page = ids.slice(i, i + CONCURRENT);
    const answers = await Promise.allSettled(
      page.map((id) => client.workflow.getHandle(id).query<MemberTuple[]>(MEMBERS)),
    );
    for (const [n, answer] of answers.entries()) {
      if (answer.status === 'rejected') silent += 1;
      else {
        known.push(...answer.value.map(fromTuple));
        answered.push(cohortOf(page[n] as string));
      }
    }
  }
  // A restored database would give ids a second time that workflows still hold for somebody else.
  await reserveIds(db, {
    enrolment: Math.max(0, ...known.map((m) => m.enrolment)),
    cohort: Math.max(0, ...ids.map(cohortOf)),
  });
  const movedForward = await moveForward(db, known);
  if (movedForward > 0) say(`${movedForward} enrolments had gone further than the database knew: moved forward.`);
  let lost = 0;
  if (deps.postgresRestored) {
    const running = new Set(ids);
    const closed = (await workflowIds(client, taskQueue, 'Completed')).filter((id) => !running.has(id));
    const cohorts = [...answered, ...closed.map(cohortOf)];
    lost = await endLost(
      db,
      cohorts,
      known.map((m) => m.enrolment),
      deps.now(),
    );
    if (lost > 0) say(`${lost} enrolments had finished in the lost hour: ended as "lost".`);
  }

  let signalled = 0;
  for await (const wakes of liveWakes(db)) {
    signaller.wake(wakes);
    await signaller.flush();
    signalled += wakes.length;
    say(`${signalled} live enrolments signalled.`);
  }
  return { signalled, movedForward, lost, silent };
}

async function workflowIds(client: Client, taskQueue: string, status: 'Running' | 'Completed'): Promise<string[]> {
  const ids = new Set<string>();
  const query = `WorkflowType = '${COHORT_WORKFLOW}' AND TaskQueue = '${taskQueue}' AND ExecutionStatus = '${status}'`;
  for await (const found of client.workflow.list({ query })) ids.add(found.workflowId);
  return [...ids];
}

function cohortOf(workflowId: string): number {
  return Number(workflowId.slice(workflowId.lastIndexOf('/') + 1));
}
