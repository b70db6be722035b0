/** Whom a machine that is not live may write to (SENDING=allowlist). */
import { readMailbox } from '#activities/channels/email/address.ts';

/** `allowlist` holds whole addresses and `@domain`s. Nothing else is let through, and an empty list lets nobody. */
export function allowed(address: string, allowlist: readonly string[]): boolean {
  const mailbox = readMailbox(address);
  if (mailbox === null) return false;
  const whole = mailbox.address.toLowerCase();
  return allowlist.some((entry) => {
    const wanted = entry.trim().toLowerCase();
    return wanted.startsWith('@') ? wanted === `@${mailbox.domain}` : wanted === whole;
  });
}
