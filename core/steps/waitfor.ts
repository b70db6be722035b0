/** Wait for an event, or several, or a time-out: the first to come decides. */
import { z } from 'zod';
import { type Delay, delayFields, delayOf, ONE_DELAY, oneDelay, portMatchSchema } from '#core/steps/fields.ts';
import { port, type StepType } from '#core/steps/step.ts';
import { en } from '#core/wording/en.ts';

const data = z
  .strictObject({ events: z.array(portMatchSchema).min(1).max(20), ...delayFields })
  .refine(oneDelay, ONE_DELAY);

type WaitFor = z.output<typeof data>;

export const waitfor = {
  type: 'waitfor',
  label: { en: 'Wait for an event', fr: 'Attente d’un événement' },
  icon: 'ear',
  family: 'wait',
  data,
  ports: ({ events }) => [
    ...events.map((e, i) => port(portName(e, i), e.event, e.event)),
    port('timeout', 'Time-out', 'Délai dépassé'),
  ],
  expand: (waited) => [
    {
      kind: 'listen',
      on: waited.events.map(({ port: _, ...match }, i) => ({ match, port: portName(waited.events[i]!, i) })),
      until: delayOf(waited),
    },
  ],
  check: ({ events }, words = en) =>
    events.flatMap((event, i) => {
      const name = portName(event, i);
      const taken = name === 'timeout' || events.some((e, j) => j < i && portName(e, j) === name);
      const message = words.portTwice(name);
      return taken ? [{ field: `events.${i}.port`, code: 'port_twice', message }] : [];
    }),
} satisfies StepType<WaitFor & Delay>;

function portName(event: WaitFor['events'][number], index: number): string {
  return event.port ?? `event${index + 1}`;
}
