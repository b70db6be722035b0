/** What a chain of the gallery asks of the house it is to run in, and what of it is missing there. */
import { objectsIn } from '#core/compile-data.ts';
import type { Graph } from '#core/graph.ts';
import { signOf } from '#editor/canvas/card.ts';
import type { ChannelState } from '#editor/data/chains.ts';

/** The channels in which customers are contacted, in the order of the chain. Tasks of other kinds are nobody's contact. */
export function channelsOf(graph: Graph): string[] {
  const contacts = graph.steps.filter((step) => step.type === 'contact').map(signOf);
  return [...new Set(contacts)].filter((sign) => sign !== 'other');
}

/** What sets it off first, then whatever else it listens to. */
export function eventsOf(graph: Graph): string[] {
  const entry = graph.steps.filter((step) => step.type === 'entry');
  const rest = graph.steps.filter((step) => step.type !== 'entry');
  const names = [...entry, ...rest].flatMap(({ data }) =>
    [...objectsIn(data)].flatMap(({ object }) => (typeof object.event === 'string' ? [object.event] : [])),
  );
  return [...new Set(names)];
}

/** Attributes of the profile that dates and conditions ask for; names that texts mention have a fallback. */
export function attributesOf(graph: Graph): string[] {
  const names = graph.steps.flatMap(({ data }) =>
    [...objectsIn(data)].flatMap(({ object }) => {
      if (object.kind === 'profile' && typeof object.trait === 'string') return [object.trait];
      const field = typeof object.field === 'string' ? object.field : '';
      return field.startsWith('profile.') ? [field.slice('profile.'.length)] : [];
    }),
  );
  return [...new Set(names)];
}

/** Whether contacts of the channel reach customers as things stand. */
export function works(state: ChannelState['state'] | undefined): boolean {
  return state === undefined || state === 'ready' || state === 'people' || state === 'unknown';
}
