/** What a mail server's answer says of an address: dead (hard), full or out of order (soft), or nothing about it. */
import type { HandedOver } from '#activities/channels/adapter.ts';

/** Statuses of RFC 3463 that speak of the address itself. 5.7.x is the sender's fault. */
const HARD = /^\d{3}[ -](5\.1\.(1|2|3|10)|5\.2\.1)\b/;
const SOFT = /^\d{3}[ -](4\.[12]\.\d{1,3}|5\.2\.2)\b/;

export function bounceOf(answer: HandedOver): 'hard' | 'soft' | null {
  if (answer.kind === 'refused' && HARD.test(answer.response)) return 'hard';
  if ((answer.kind === 'refused' || answer.kind === 'deferred') && SOFT.test(answer.response)) return 'soft';
  return null;
}
