/** Message-IDs tell the touch they belong to: the same touch sent again carries the same id, and a bounce finds it. */
import { createHash } from 'node:crypto';
import type { TouchKey } from '#activities/channels/adapter.ts';

/** Two instances number their enrolments alike; their mails must not pass for each other's. */
export function instanceHash(instance: string): string {
  return createHash('sha256').update(instance).digest('hex').slice(0, 10);
}

/** With its angle brackets, as the header has it. */
export function messageId(key: TouchKey, hash: string, domain: string): string {
  return `<${key.month}.${key.enrolment}.${key.step}.${key.visit}.${hash}@${domain}>`;
}

export function readMessageId(text: string): (TouchKey & { hash: string }) | null {
  const match = /^<?(\d{4}-\d\d-\d\d)\.(\d{1,15})\.(\d{1,9})\.(\d{1,9})\.([\da-f]{10})@[^\s>]+>?$/.exec(text.trim());
  if (match === null) return null;
  const [, month, enrolment, step, visit, hash] = match as unknown as [string, string, string, string, string, string];
  return { month, enrolment: Number(enrolment), step: Number(step), visit: Number(visit), hash };
}
