/** The idiomatic way the engine is measured against: one workflow for each enrolment, an activity for each touch. */
import { proxyActivities, sleep } from '@temporalio/workflow';
import type { PlainActivities } from '#bench/plain/activity.ts';

const { touch } = proxyActivities<PlainActivities>({
  startToCloseTimeout: '1 minute',
  retry: { initialInterval: '500 milliseconds' },
});

export type PlainInput = { enrolment: number; contacts: number; waitMs: number };

export async function plain({ enrolment, contacts, waitMs }: PlainInput): Promise<void> {
  for (let contact = 0; contact < contacts; contact += 1) {
    if (contact > 0) await sleep(waitMs);
    await touch(enrolment, contact);
  }
}
