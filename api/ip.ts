/** The address a request came from, as proof of what was said by it. Never logged. */
import { isIP } from 'node:net';
import type { Context } from 'hono';

/** Behind a proxy of ours (its address is a private one) the proxy's word counts: the last entry, which it has added itself. */
export function ipOf(c: Context): string | null {
  const env = c.env as { incoming?: { socket?: { remoteAddress?: string } } } | undefined;
  const near = env?.incoming?.socket?.remoteAddress?.replace(/^::ffff:/, '') ?? null;
  if (near !== null && isIP(near) !== 0 && !PRIVATE.test(near)) return near;
  const told = c.req.header('x-forwarded-for')?.split(',').at(-1)?.trim() ?? '';
  return isIP(told) !== 0 ? told : near;
}

const PRIVATE = /^(10\.|127\.|169\.254\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|::1$|f[cd][0-9a-f]{2}:|fe80:)/i;
