/** E-mail addresses: what may be written into an envelope. */
import { domainToASCII } from 'node:url';

export type Mailbox = { address: string; domain: string };

// Dots, quotes and comments of RFC 5322 that nobody uses are refused with everything that could leave the envelope.
const LOCAL = /^[^\s<>()[\]\\,;:@"\p{Cc}]{1,64}$/u;
const DOMAIN = /^(?=.{1,253}$)([a-z\d]([a-z\d-]{0,61}[a-z\d])?\.)*[a-z\d]([a-z\d-]{0,61}[a-z\d])?$/;

/** Null where it is no address. The domain is lower case and ASCII. */
export function readMailbox(text: string): Mailbox | null {
  const trimmed = text.trim();
  const at = trimmed.lastIndexOf('@');
  if (at < 1) return null;
  const local = trimmed.slice(0, at);
  const written = trimmed.slice(at + 1).toLowerCase();
  const domain = DOMAIN.test(written) ? written : domainToASCII(written);
  if (!LOCAL.test(local) || !DOMAIN.test(domain)) return null;
  return { address: `${local}@${domain}`, domain };
}
