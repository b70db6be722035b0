/** The benchmark's chains: three e-mails of about 4 KB with waits between, or one. */
import { TEMPLATE } from '#bench/floors.ts';
import { email, line, pause } from '#setup/testing/graphs.ts';

/** Wall ms of each of the two waits of the three-touch chain. */
export const WAIT = 1_000;
export const CONTACTS = 3;

const content = { subject: 'Merci de votre achat, {{ profile.first_name }}', html: TEMPLATE };
const entry = { reentry: { kind: 'always' }, inside: 'beside' };

export function threeTouches(event: string, waitSeconds = WAIT / 1_000) {
  return line(
    event,
    [
      email('first', { content }),
      pause('wait1', waitSeconds),
      email('second', { content }),
      pause('wait2', waitSeconds),
      email('third', { content }),
    ],
    { name: `Bench ${event}`, entry },
  );
}

export function oneTouch(event: string) {
  return line(event, [email('only', { content })], { name: `Bench ${event}`, entry });
}

/** One e-mail at a date the event names. */
export function datedTouch(event: string) {
  const until = { until: { anchor: { kind: 'event', property: 'at' } } };
  return line(event, [{ id: 'wait', type: 'wait', data: until }, email('only', { content })], {
    name: `Bench ${event}`,
    entry,
  });
}
