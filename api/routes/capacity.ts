/** What is used up of each capacity of the policy in force, in the hour and the day that run now. */
import { z } from '@hono/zod-openapi';
import { type Api, endpoint } from '#api/endpoint.ts';
import { iso, Time } from '#api/shape.ts';
import { allLimits } from '#core/policy/capacity.ts';
import { readCapacity, teamsSeen } from '#store/capacity.ts';
import { listPolicies } from '#store/policies.ts';

const Uses = z
  .object({
    uses: z.array(
      z.object({
        rule: z.string().openapi({ description: 'Its id.' }),
        span: z.enum(['hour', 'day']),
        limit: z.number().int(),
        used: z.number().int(),
        from: Time,
        until: Time,
      }),
    ),
    teams: z.array(z.string()).openapi({ description: 'That tasks have gone to, the busiest first.' }),
  })
  .openapi('CapacityUses');

export type CapacityUses = z.output<typeof Uses>;

export function capacityRoutes(api: Api): void {
  const { db } = api.deps;
  endpoint(
    api,
    'GET /v1/policy/capacity',
    {
      tag: 'Contact policy',
      summary: 'Read how much of each capacity is used up now',
      description: 'By the company’s clock. What was booked and then withdrawn is not given back.',
      answer: Uses,
    },
    async ({ now }) => {
      const [policy] = await listPolicies(db, { after: null, limit: 1 });
      const [uses, teams] = await Promise.all([
        readCapacity(db, allLimits(policy?.rules.rules ?? []), now),
        teamsSeen(db),
      ]);
      return { uses: uses.map(({ from, until, ...use }) => ({ ...use, from: iso(from), until: iso(until) })), teams };
    },
  );
}
