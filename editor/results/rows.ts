/** What became of a chain's contacts, in the order of its drawing; and its entries, day by day. */
import type { ChainResults } from '#api/routes/live.ts';
import { DAY } from '#core/clock.ts';
import { isoDay, toLocal } from '#core/date.ts';
import type { Graph, GraphStep } from '#core/graph.ts';
import { inReadingOrder, signOf } from '#editor/canvas/card.ts';

export type Contact = ChainResults['contacts'][number] & {
  /** What the customer sees: a task is a letter or a call, as it was drawn. */
  sign: string;
};

/** Of the drawing, or of the version that still had it. */
type StepOf = (id: string) => GraphStep | undefined;

/** As a contact goes: under way, then what it came to. */
const STATES = 'held reserved handing handed unknown skipped expired control withdrawn refused failed off'.split(' ');

export function inDrawnOrder(graph: Graph, contacts: ChainResults['contacts'], stepOf: StepOf): Contact[] {
  const order = inReadingOrder(graph);
  const place = new Map(order.map(({ id }, i) => [id, i]));
  const at = ({ step }: { step: string }) => place.get(step) ?? order.length;
  return contacts
    .map((contact) => {
      const step = stepOf(contact.step);
      return { ...contact, sign: step?.type === 'contact' ? signOf(step) : contact.channel };
    })
    .sort((a, b) => at(a) - at(b) || a.step.localeCompare(b.step) || rank(a) - rank(b) || b.count - a.count);
}

const rank = ({ state }: { state: string }) => STATES.indexOf(state);

/** Every day of the span, those without entries too: what is left out would be drawn as a slope. */
export function everyDay({ days, from, until }: Pick<ChainResults, 'days' | 'from' | 'until'>, zone: string) {
  const entered = new Map(days.map((d) => [d.day, d.entered]));
  const last = isoDay(toLocal(Date.parse(until) - 1, zone));
  const all: ChainResults['days'] = [];
  for (let at = Date.parse(isoDay(toLocal(Date.parse(from), zone))); ; at += DAY) {
    const day = new Date(at).toISOString().slice(0, 10);
    if (day > last) return all;
    all.push({ day, entered: entered.get(day) ?? 0 });
  }
}
