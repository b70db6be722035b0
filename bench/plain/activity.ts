/**
 * The plain way's one activity: does for one enrolment what a burst does for five hundred. Same facts, same locks, same
 * policy, same decision record, same hand-over, same projection.
 */
import type { DeliverDeps } from '#activities/burst.ts';
import { createDeliver } from '#activities/deliver.ts';

import { dueAt } from '#core/calendar.ts';
import { isHoliday } from '#core/holidays.ts';
import { end, opOf, route, setOut, stay } from '#core/machine.ts';
import { ARRIVED, WAITING } from '#core/member.ts';
import { factsOf, loadEnrolments, projectEnrolments } from '#store/enrolments.ts';
import type { Plans } from '#store/plans.ts';

export interface PlainActivities {
  /** The enrolment's contact of this number, from 0. */
  touch(enrolment: number, contact: number): Promise<void>;
}

export function createPlain(deps: DeliverDeps & { plans: Plans }): PlainActivities {
  const { db, clock } = deps;
  const deliver = createDeliver(deps);
  return {
    async touch(enrolment, contact) {
      const [row] = await loadEnrolments(db, [enrolment]);
      if (!row) throw new Error(`Enrolment ${enrolment} does not exist.`);
      const version = (await deps.plans.versions([row.version])).get(row.version);
      if (!version) throw new Error(`Version ${row.version} does not exist.`);
      const { plan } = version;
      const touches = plan.steps.flatMap(({ op }, step) => (op.kind === 'touch' ? [{ step, touch: op.touch }] : []));
      const asked = touches[contact];
      // A retry whose first attempt got through to its projection.
      if (!asked || row.state !== 'live' || row.step > asked.step) return;
      const { zone, country } = { zone: 'Europe/Paris', country: 'FR' };
      const facts = factsOf(row, { zone, country, params: plan.params });
      const at = {
        enrolment,
        customer: row.customer,
        step: asked.step,
        visit: row.visit,
        phase: ARRIVED,
        due: +row.due,
      };
      const walker = setOut({ ...at, rev: row.rev }, row);
      const rows = new Map([[enrolment, row]]);
      const ask = { walker, ...asked, undated: false };
      const [outcome] = await deliver([ask], { version, rows, facts: () => facts });
      if (outcome?.kind !== 'port') throw new Error(`The touch of enrolment ${enrolment} was held: try again.`);
      const now = clock.now();
      route(plan, walker, outcome.port, now);
      while (!walker.ended && walker.phase === ARRIVED) {
        const op = opOf(plan, walker);
        if (op.kind === 'end') end(walker, 'completed', now);
        else if (op.kind !== 'sleep') break;
        else {
          const due = dueAt(op.when, facts, now, now, isHoliday);
          if (due.kind === 'at' && due.at > now) stay(walker, WAITING, due.at);
          else route(plan, walker, 'done', now);
        }
      }
      await projectEnrolments(db, [walker], rows, now);
    },
  };
}
