/** Finding customers: by a POST, for what names a person stays out of addresses and logs. */
import { z } from '@hono/zod-openapi';
import { type Api, endpoint } from '#api/endpoint.ts';
import { idOf, maybeId } from '#api/ids.ts';
import { maskFor } from '#api/mask.ts';
import { refuse } from '#api/problem.ts';
import { Id, iso, maybeIso, Page, page, paged, ref, Time, text } from '#api/shape.ts';
import { lookupOf, nameOf } from '#core/lookup.ts';
import type { Mask } from '#core/mask.ts';
import { callingCode } from '#core/place.ts';
import type { Plan } from '#core/plan.ts';
import { plansOf } from '#store/chains.ts';
import { type Found, type FoundInside, type Places, searchCustomers, searchInside } from '#store/search.ts';
import { readCompany } from '#store/settings.ts';

const FoundShape = z
  .object({
    id: Id('customer'),
    name: z.string().nullable(),
    email: z.string().nullable(),
    phone: z.string().nullable(),
    user: z.string().nullable().openapi({ description: 'The id it is known by outside.' }),
    test: z.boolean(),
    createdAt: Time,
    inside: z
      .object({
        enrolment: Id('enrolment'),
        step: z.string(),
        state: z.enum(['live', 'ended']),
        outcome: z.string().nullable(),
        enteredAt: Time,
        due: Time,
        endedAt: Time.nullable(),
      })
      .nullable()
      .openapi({ description: 'Where a chain was asked for: which enrolment of it.' }),
  })
  .openapi('FoundCustomer');

export type FoundCustomer = z.output<typeof FoundShape>;

export function searchRoutes(api: Api): void {
  const { db } = api.deps;
  const filter = {
    text: text(320)
      .optional()
      .openapi({ description: 'Beginning of an e-mail address, a telephone number, an outside id or a name.' }),
    chain: ref('chain').optional(),
    version: ref('version').optional(),
    step: text(64).optional().openapi({ description: 'A step of the graph of `chain`.' }),
    at: z.enum(['here', 'due', 'passed']).default('here').openapi({
      description: 'With `step`: who stands there, who of them is due within 24 hours, who has gone on from there.',
    }),
    port: text(64).optional().openapi({ description: 'With `at: passed`: by this outcome of the step.' }),
    state: z.enum(['live', 'ended']).optional(),
    outcome: text(64).optional(),
  };

  endpoint(
    api,
    'POST /v1/customers/search',
    {
      tag: 'Customers',
      summary: 'Search customers, newest first',
      description: 'By what was typed, by where they stand in a chain, or by both; with a chain by enrolment.',
      body: paged(z.number().int(), filter),
      answer: Page(FoundShape),
    },
    async ({ body, caller, now }) => {
      const { chain, step, limit } = body;
      const after = body.cursor ?? null;
      if (chain === undefined && (step ?? body.version ?? body.state ?? body.outcome) !== undefined)
        return refuse(400, 'invalid', 'step, version, state and outcome need `chain`.', 'chain');
      const typed = body.text?.trim() ?? '';
      const lookup = typed === '' ? null : lookupOf(typed, callingCode((await readCompany(db)).country));
      if (lookup === null && (typed !== '' || chain === undefined)) return { items: [], next: null };
      const mask = await maskFor(db, caller);
      if (chain === undefined) {
        const rows = await searchCustomers(db, lookup!, { after, limit: limit + 1 });
        return page(rows, limit, { show: (row) => show(row, mask, null), key: (row) => row.id });
      }
      const plans = await plansOf(db, { chain });
      const at = step === undefined ? null : { how: body.at, places: placesOf(plans, step, body.port) };
      const { version = null, state = null, outcome = null } = body;
      const rows = await searchInside(db, { chain, version, state, outcome, at }, lookup, {
        ...{ after, limit: limit + 1, now },
      });
      return page(rows, limit, {
        show: (row) => show(row, mask, { row, plan: plans.get(row.version) }),
        key: (row) => row.enrolment,
      });
    },
  );
}

/** Where a step of the graph is in each version; versions without it, or without that port, have nobody there. */
function placesOf(plans: ReadonlyMap<number, Plan>, step: string, port: string | undefined): Places {
  return [...plans].flatMap(([version, plan]): Places[number][] => {
    const steps = plan.steps.flatMap((s, i) => (s.step === step ? [i] : []));
    const last = steps.at(-1);
    if (last === undefined) return [];
    if (port === undefined) return [{ version, steps, last, port: null }];
    // That it ended there is written as no port at all.
    const index = port === 'end' ? -1 : Object.keys(plan.steps[last]!.next).indexOf(port);
    return index < 0 && port !== 'end' ? [] : [{ version, steps, last, port: index }];
  });
}

type Where = { row: FoundInside; plan: Plan | undefined } | null;

function show(row: Found, mask: Mask, inside: Where): z.input<typeof FoundShape> {
  return {
    ...{ id: idOf('customer', row.id), name: nameOf(mask.traits(row.traits)), test: row.test },
    ...{ email: mask.personal(row.email), phone: mask.personal(row.phone), user: mask.personal(row.user) },
    createdAt: iso(row.created_at),
    inside: inside && {
      enrolment: maybeId('enrolment', inside.row.enrolment) as string,
      step: inside.plan?.steps[inside.row.step]?.step ?? `#${inside.row.step}`,
      ...{ state: inside.row.state, outcome: inside.row.outcome },
      ...{ enteredAt: iso(inside.row.entered_at), due: iso(inside.row.due), endedAt: maybeIso(inside.row.ended_at) },
    },
  };
}
