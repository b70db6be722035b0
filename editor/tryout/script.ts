/** What happens to the persona of a try-out, as somebody has set it up, and what the walk makes of it. */
import type { Persona as Invented } from '#api/routes/personas.ts';
import { DAY } from '#core/clock.ts';
import { exampleOf } from '#core/example.ts';
import { needsOf } from '#core/needs.ts';
import { PERSONAS, type Persona, type PersonaName, personaOf } from '#core/persona.ts';
import type { Plan } from '#core/plan.ts';
import { type Contact, documentsOf, type Policy } from '#core/policy/rule.ts';
import type { Happening, TryOut } from '#core/simulate.ts';

export const WHATS = ['buys', 'unsubscribes', 'complains', 'bounces', 'event'] as const;
export type What = (typeof WHATS)[number];

/** Something that happens, so many days after the entry. */
export type Turn = {
  key: string;
  what: What;
  day: number;
  /** Of `event`. */
  event?: string;
  /** Of `unsubscribes`; `*`: from everything. */
  channel?: string;
};

export type Scalar = string | number | boolean;

export type Script = {
  /** One of those that are always there, or the id of one of the company's own. */
  persona: string;
  turns: Turn[];
  /** Contacts already had this week. */
  had: number;
  control: boolean;
  /** Properties of the event that begins the chain, where they are to be other than made up. */
  entry: Record<string, Scalar>;
  /** Ways chosen instead of drawn, by step. */
  arms: Record<string, string>;
  /** How people close the tasks of a step; `NEVER`: they do not. Unnamed: by the first outcome. */
  answers: Record<string, string>;
};

export const NEVER = '∅';

export const NO_SCRIPT: Script = {
  ...{ persona: 'loyal', turns: [], had: 0, control: false },
  ...{ entry: {}, arms: {}, answers: {} },
};

export type World = {
  purchase: string;
  personas: readonly Invented[];
};

export type Scripted = Pick<TryOut, 'persona' | 'happenings' | 'closes' | 'arms' | 'entry' | 'start' | 'plan'>;

export function scriptOf(s: Script, plan: Plan, start: number, world: World): Scripted {
  const own = world.personas.find(({ id }) => id === s.persona);
  const base = own ? likeOf(own, start) : personaOf(nameOf(s.persona), start);
  const contacts = Array.from(
    { length: s.had },
    (_, i): Contact => ({
      ...{ at: start - ((i % 6) + 1) * DAY, channel: 'email', class: 'commercial', brand: 'default' },
      ...{ topics: [], offer: null, weight: 3 },
    }),
  );
  const properties = { ...sample(plan, start), ...(own?.entry as Record<string, Scalar> | undefined), ...s.entry };
  const known = new Set(plan.steps.map(({ step }) => step));
  const answers = Object.entries(s.answers).filter(([step]) => known.has(step));
  return {
    ...{ plan, start },
    happenings: s.turns.flatMap((turn) => happeningOf(turn, start, world, properties)),
    persona: { ...base, contacts, control: s.control ? 'chain' : null },
    entry: { event: plan.entry.event ?? '', properties },
    arms: Object.fromEntries(Object.entries(s.arms).filter(([step]) => known.has(step))),
    closes: Object.fromEntries(
      answers.map(([step, outcome]) => [step, outcome === NEVER ? null : { hours: 24, outcome }]),
    ),
  };
}

function happeningOf(turn: Turn, start: number, world: World, properties: Record<string, Scalar>): Happening[] {
  const at = start + turn.day * DAY;
  switch (turn.what) {
    case 'buys':
      return [
        { kind: 'event', event: world.purchase, at, properties: { ...properties, order_id: `T-${turn.day + 2}` } },
      ];
    case 'unsubscribes':
      return [{ kind: 'withdraws', channel: turn.channel ?? '*', at }];
    case 'complains':
      return [{ kind: 'complains', at }];
    case 'bounces':
      return [{ kind: 'bounces', at }];
    case 'event':
      return turn.event ? [{ kind: 'event', event: turn.event, at, properties }] : [];
  }
}

/** Events that would change something: the chain waits for them, asks about them, or a rule of the policy does. */
export function eventsFor(plan: Plan, policy: Policy): string[] {
  const situations = documentsOf(policy.rules, 'situation').flatMap(({ while: during }) =>
    'opens' in during ? [during.opens, during.closes ?? ''] : [],
  );
  return [...new Set([...plan.listens, ...needsOf(plan).events, ...situations])].filter(Boolean).sort();
}

/** Reachable and willing everywhere; the rest as the company invented it. */
function likeOf({ locale, zone, country, traits }: Invented, start: number): Persona {
  return { ...personaOf('new', start), locale, zone, country, traits: traits as Persona['traits'] };
}

function nameOf(name: string): PersonaName {
  return PERSONAS.find((known) => known === name) ?? (NO_SCRIPT.persona as PersonaName);
}

const MADE_UP = { order_id: 'T-1', total: 80, price: 80 };

/** What the chain asks of the event that begins it, made up: its trigger, its conditions, its messages. */
export function askedOf(plan: Plan, start: number): Record<string, Scalar> {
  const { properties = {} } = exampleOf(plan, { now: start, mark: 'T-1' }) ?? {};
  const scalar = (entry: [string, unknown]): entry is [string, Scalar] => typeof entry[1] !== 'object';
  const asked = Object.fromEntries(Object.entries(properties).filter(scalar));
  const usual = Object.fromEntries(Object.entries(MADE_UP).filter(([name]) => name in asked));
  // A trigger that wants a total above 100 must not be given 80.
  return plan.entry.filter === undefined ? { ...asked, ...usual } : asked;
}

function sample(plan: Plan, start: number): Record<string, Scalar> {
  return { ...MADE_UP, ...askedOf(plan, start) };
}

/** What was kept of an earlier visit, whatever it is. */
export function keptScript(text: string | null): Script {
  try {
    const kept: unknown = JSON.parse(text ?? 'null');
    return typeof kept === 'object' && kept !== null ? { ...NO_SCRIPT, ...kept } : NO_SCRIPT;
  } catch {
    return NO_SCRIPT;
  }
}
