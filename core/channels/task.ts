/** Task: a row of a work list, so that letters, calls and SMS run through people. Title and body are Liquid. */
import { z } from 'zod';
import type { Channel } from '#core/channels/channel.ts';

export const taskContent = z.strictObject({
  kind: z.enum(['letter', 'call', 'sms', 'other']),
  title: z.string().trim().min(1).max(500),
  body: z.string().max(100_000),
  /** Whose list it is put on. */
  team: z.string().max(100).exactOptional(),
  /** What the person may answer when closing it; absent: done or not done. */
  outcomes: z.array(z.string().trim().min(1).max(100)).min(1).max(20).exactOptional(),
  defaults: z.record(z.string(), z.string()).exactOptional(),
});

const KINDS: Record<string, { en: string; fr: string }> = {
  letter: { en: 'Letter', fr: 'Courrier' },
  call: { en: 'Call', fr: 'Relance téléphonique' },
  sms: { en: 'SMS', fr: 'SMS' },
};

export type TaskContent = z.output<typeof taskContent>;

export const task = {
  name: 'task',
  label: { en: 'Task', fr: 'Tâche' },
  content: taskContent,
  cost: 300,
  weight: 5,
  countsAs: ['letter', 'call', 'sms', 'task'],
  counted: (content: unknown) => {
    const { kind } = content as TaskContent;
    return kind === 'other' ? 'task' : kind;
  },
  called: (content: unknown) => KINDS[String((content as Partial<TaskContent> | undefined)?.kind)],
  needs: null,
} satisfies Channel;
