/** All channels: a new one is a file beside this one and a line here (and its hands in activities/channels). */
import type { Channel } from '#core/channels/channel.ts';
import { email } from '#core/channels/email.ts';
import { task } from '#core/channels/task.ts';

export const channels = { email, task } satisfies Record<string, Channel>;

export type ChannelName = keyof typeof channels;

export function channelOf(name: string): Channel | undefined {
  return Object.hasOwn(channels, name) ? channels[name as ChannelName] : undefined;
}

/** Every channel a customer can be contacted on, as policy, consent and reports name them. */
export const COUNTED: readonly string[] = [
  ...new Set(Object.values(channels).flatMap((channel): readonly string[] => channel.countsAs)),
];

/** The channel a touch is for its customer. */
export function countedChannel(touch: { channel: string; content: unknown }): string {
  const channel = channelOf(touch.channel);
  return channel?.counted?.(touch.content) ?? touch.channel;
}
