/** Nobody is mailed by accident: whether anything may leave for an address, asked before each booking. */
import { allowed } from '#activities/channels/email/allowlist.ts';
import { channels } from '#core/channels/index.ts';
import type { Config } from '#core/config.ts';
import type { Stamp } from '#store/instance.ts';

/** Channels that need no address (tasks) stay inside the house and are always open. */
export function createGate(sending: Config['sending'], stamp: Stamp) {
  return (channel: string, address: string | null): boolean => {
    const needs = (channels as Record<string, { needs: string | null }>)[channel]?.needs ?? null;
    if (needs === null) return true;
    if (stamp.kind === 'foreign' || sending.mode === 'off') return false;
    return sending.mode === 'live' || (address !== null && allowed(address, sending.allow));
  };
}
