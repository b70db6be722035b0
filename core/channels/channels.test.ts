import { describe, expect, it } from 'vitest';
import { channelOf, channels } from '#core/channels/index.ts';

describe('the channels', () => {
  it('are found by their own name and have a label in both languages', () => {
    for (const [name, channel] of Object.entries(channels)) {
      expect(channel.name).toBe(name);
      expect(channel.label.en && channel.label.fr).toBeTruthy();
      expect(channelOf(name)).toBe(channel);
    }
    expect(channelOf('pigeon')).toBeUndefined();
    expect(channelOf('toString')).toBeUndefined();
  });

  it('e-mail needs an e-mail address, a task needs none of its own', () => {
    expect(channels.email.needs).toBe('email');
    expect(channels.task.needs).toBeNull();
  });

  it('e-mail content wants a subject and a body, and nothing unknown', () => {
    const { content } = channels.email;
    expect(content.safeParse({ subject: 'Hi', html: '<p>Hi</p>' }).success).toBe(true);
    expect(content.safeParse({ subject: ' ', html: '<p>Hi</p>' }).success).toBe(false);
    expect(content.safeParse({ subject: 'Hi' }).success).toBe(false);
    expect(content.safeParse({ subject: 'Hi', html: 'x', colour: 'red' }).success).toBe(false);
  });

  it('a task is a letter, a call, an SMS or something else, with outcomes to choose from', () => {
    const { content } = channels.task;
    expect(content.safeParse({ kind: 'call', title: 'T', body: '', outcomes: ['reached'] }).success).toBe(true);
    expect(content.safeParse({ kind: 'visit', title: 'T', body: '' }).success).toBe(false);
    expect(content.safeParse({ kind: 'call', title: 'T', body: '', outcomes: [] }).success).toBe(false);
  });
});
