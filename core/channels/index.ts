/** All channels: a new one is a file beside this one and a line here (and its hands in activities/channels). */
import type { Channel } from '#core/channels/channel.ts';
import { email } from '#core/channels/email.ts';
import { task } from '#core/channels/task.ts';

export const channels = { email, task } satisfies Record<string, Channel>;

export type ChannelName = keyof typeof channels;

export function channelOf(name: string): Channel | undefined {
  return Object.hasOwn(channels, name) ? channels[name as ChannelName] : undefined;
}
