/** The switches of a try-out, and what they make happen to the persona. */
import { DAY } from '#core/clock.ts';
import { type PersonaName, personaOf } from '#core/persona.ts';
import type { Plan } from '#core/plan.ts';
import type { Contact } from '#core/policy/rule.ts';
import type { Happening, TryOut } from '#core/simulate.ts';

export type Switches = {
  persona: PersonaName;
  /** Days after the entry; null: it does not happen. */
  unsubscribes: number | null;
  complains: number | null;
  /** An event of the chain, by name. */
  event: string;
  eventDay: number | null;
  /** Contacts already had this week. */
  had: number;
  control: boolean;
  /** People never close their tasks. */
  unanswered: boolean;
};

export const NO_SWITCH: Switches = {
  persona: 'loyal',
  ...{ unsubscribes: null, complains: null, event: '', eventDay: null },
  ...{ had: 0, control: false, unanswered: false },
};

export function scriptOf(
  s: Switches,
  plan: Plan,
  start: number,
): Pick<TryOut, 'persona' | 'happenings' | 'closes' | 'entry' | 'start' | 'plan'> {
  const on = (days: number) => start + days * DAY;
  const happenings: Happening[] = [];
  if (s.unsubscribes !== null) happenings.push({ kind: 'withdraws', channel: '*', at: on(s.unsubscribes) });
  if (s.complains !== null) happenings.push({ kind: 'complains', at: on(s.complains) });
  if (s.event !== '' && s.eventDay !== null) {
    happenings.push({ kind: 'event', event: s.event, at: on(s.eventDay), properties: sample(plan) });
  }
  const base = personaOf(s.persona, start);
  const contacts = Array.from(
    { length: s.had },
    (_, i): Contact => ({
      ...{ at: start - ((i % 6) + 1) * DAY, channel: 'email', class: 'commercial', brand: 'default' },
      ...{ topics: [], offer: null, weight: 3 },
    }),
  );
  const tasks = plan.steps.flatMap(({ step, op }) =>
    op.kind === 'touch' && op.touch.channel === 'task' ? [step] : [],
  );
  return {
    ...{ plan, start, happenings },
    persona: { ...base, contacts, control: s.control ? 'chain' : null },
    entry: { event: plan.entry.event ?? '', properties: sample(plan) },
    closes: s.unanswered ? Object.fromEntries(tasks.map((step) => [step, null])) : {},
  };
}

/** Enough for a trigger that names its run. */
function sample({ entry }: Plan): Record<string, string | number> {
  return { ...(entry.key === undefined ? {} : { [entry.key]: 'T-1' }), order_id: 'T-1', total: 80, price: 80 };
}
