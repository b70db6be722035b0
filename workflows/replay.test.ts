import { readdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { DefaultLogger, makeTelemetryFilterString, Runtime, Worker } from '@temporalio/worker';
import { beforeAll, describe, expect, test } from 'vitest';
import { workflowBundle } from '#worker/bundle.ts';

/** Recorded by setup/testing/record.ts, which tells the stories. */
const FOLDER = fileURLToPath(new URL('./histories/', import.meta.url));

type History = { events: ({ eventType: string } & Record<string, unknown>)[] };

const TIMER = 'EVENT_TYPE_TIMER_FIRED';
const SIGNAL = 'EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED';
const COMPLETED = 'EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED';
const CONTINUED = 'EVENT_TYPE_WORKFLOW_EXECUTION_CONTINUED_AS_NEW';

/** Story, and what its history must hold at least so often to be the story it says. */
const STORIES: [file: string, story: string, holds: Record<string, number>][] = [
  ['alone', 'one customer, three touches, two waits', { [TIMER]: 2, [COMPLETED]: 1 }],
  ['crowd', 'forty customers in several bursts', { [SIGNAL]: 4, [TIMER]: 1, [COMPLETED]: 1 }],
  ['events', 'events that end a wait and end the chain', { [SIGNAL]: 4, [COMPLETED]: 1 }],
  ['held', 'a touch held by a stop that was lifted', { [SIGNAL]: 2, [COMPLETED]: 1 }],
  ['continued1', 'a long history, continued with what was not read yet', { [SIGNAL]: 20, [CONTINUED]: 1 }],
  ['continued2', 'what was not read, read by the next run', { [TIMER]: 1, [COMPLETED]: 1 }],
  ['empty1', 'one touch and the end', { [SIGNAL]: 1, [COMPLETED]: 1 }],
  ['empty2', 'a look at a member that had ended', { [SIGNAL]: 1, [COMPLETED]: 1 }],
];

let code: string;
beforeAll(async () => {
  // The errors to come are the point of some tests.
  const telemetryOptions = { logging: { filter: makeTelemetryFilterString({ core: 'ERROR' }) } };
  Runtime.install({ logger: new DefaultLogger('ERROR'), shutdownSignals: [], telemetryOptions });
  code = await readFile((await workflowBundle()).codePath, 'utf8');
}, 120_000);

const read = (file: string): History => JSON.parse(readFileSync(`${FOLDER}${file}.json`, 'utf8'));
const replay = (history: unknown, bundle = code) =>
  Worker.runReplayHistory({ workflowBundle: { code: bundle } }, history, 'recorded/cohort/1');

describe('the loop replays what it once did:', () => {
  for (const [file, story, holds] of STORIES) {
    test(story, async () => {
      const history = read(file);
      for (const [type, least] of Object.entries(holds)) {
        const found = history.events.filter((e) => e.eventType === type).length;
        expect({ type, enough: found >= least, found }).toMatchObject({ enough: true });
      }
      await replay(history);
    }, 60_000);
  }

  test('and there is a story for every history', () => {
    expect(readdirSync(FOLDER).sort()).toEqual(STORIES.map(([file]) => `${file}.json`).sort());
  });
});

test('what is continued is the members and what nobody has read', () => {
  const last = read('continued1').events.at(-1)!.workflowExecutionContinuedAsNewEventAttributes;
  const [{ data }] = (last as { input: { payloads: [{ data: string }] } }).input.payloads;
  const input = JSON.parse(Buffer.from(data, 'base64').toString('utf8'));
  expect(input.members).toHaveLength(1);
  expect(input.unread).toHaveLength(20);
});

describe('a replay that differs is a determinism error:', () => {
  test('a history in which another activity was asked for', async () => {
    const history = read('alone');
    const scheduled = history.events.find((e) => e.eventType === 'EVENT_TYPE_ACTIVITY_TASK_SCHEDULED')!;
    (scheduled.activityTaskScheduledEventAttributes as { activityType: { name: string } }).activityType.name = 'other';
    await expect(replay(history)).rejects.toThrow(/TMPRL1100/);
  }, 60_000);

  test('a loop that sets two timers where it set one', async () => {
    const hasty = code.replace('setTimer(Math.min(', 'setTimer(Number.MAX_SAFE_INTEGER), setTimer(Math.min(');
    expect(hasty).not.toBe(code);
    await expect(replay(read('alone'), hasty)).rejects.toThrow(/TMPRL1100/);
  }, 60_000);

  test('a loop that reads its inbox before it continues as new', async () => {
    const greedy = code.replace(/(burst\.length > 0 &&\s+)members\.size \+ inbox\.length > 0/, '$1inbox.length === 0');
    expect(greedy).not.toBe(code);
    await expect(replay(read('continued1'), greedy)).rejects.toThrow(/TMPRL1100/);
  }, 60_000);
});
