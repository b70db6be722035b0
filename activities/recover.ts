/**
 * Recovery after a loss: Temporal's data gone, or one of the two stores restored to an earlier hour. Postgres rebuilds
 * every cohort; where a workflow knows more than a restored Postgres, its word is taken first. Nothing is sent again.
 */
import type { Client } from '@temporalio/client';
import { COHORT_WORKFLOW, MEMBERS } from '#core/cohort.ts';
import { fromTuple, type Member, type MemberTuple } from '#core/member.ts';
import type { Signaller } from '#core/ports.ts';
import type { Db } from '#store/db.ts';
import { liveWakes, moveForward, reserveIds } from '#store/recover.ts';

export type RecoverDeps = {
  db: Db;
  client: Client;
  taskQueue: string;
  signaller: Signaller;
  say(line: string): void;
};

export type Recovered = {
  /** Live enrolments whose cohorts were signalled. */
  signalled: number;
  /** Enrolments that a workflow had seen further than Postgres. */
  movedForward: number;
  /** Workflows that did not answer; their members are asked for all the same. */
  silent: number;
};

const CONCURRENT = 16;

/** A worker must be running: workflows answer through it. Safe to run at any time, and twice. */
export async function recover(deps: RecoverDeps): Promise<Recovered> {
  const { db, client, taskQueue, signaller, say } = deps;
  const ids: string[] = [];
  const query = `WorkflowType = '${COHORT_WORKFLOW}' AND TaskQueue = '${taskQueue}' AND ExecutionStatus = 'Running'`;
  for await (const found of client.workflow.list({ query })) ids.push(found.workflowId);
  say(`${ids.length} cohorts are running; asking them how far their members are.`);

  const known: Member[] = [];
  let silent = 0;
  for (let i = 0; i < ids.length; i += CONCURRENT) {
    const answers = await Promise.allSettled(
      ids.slice(i, i + CONCURRENT).map((id) => client.workflow.getHandle(id).query<MemberTuple[]>(MEMBERS)),
    );
    for (const answer of answers) {
      if (answer.status === 'fulfilled') known.push(...answer.value.map(fromTuple));
      else silent += 1;
    }
  }
  const cohorts = ids.map((id) => Number(id.slice(id.lastIndexOf('/') + 1))).filter(Number.isSafeInteger);
  // A restored database would give ids a second time that workflows still hold for somebody else.
  await reserveIds(db, { enrolment: Math.max(0, ...known.map((m) => m.enrolment)), cohort: Math.max(0, ...cohorts) });
  const movedForward = await moveForward(db, known);
  if (movedForward > 0) say(`${movedForward} enrolments had gone further than the database knew: moved forward.`);

  let signalled = 0;
  for await (const wakes of liveWakes(db)) {
    signaller.wake(wakes);
    await signaller.flush();
    signalled += wakes.length;
    say(`${signalled} live enrolments signalled.`);
  }
  return { signalled, movedForward, silent };
}
