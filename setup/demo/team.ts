/** The demo's people who write letters and make calls: they close tasks some days after they are due, as people do. */
import { galleryGraph, galleryNames } from '#chains/index.ts';
import type { Clock } from '#core/clock.ts';
import { DAY, HOUR } from '#core/clock.ts';
import { type ApiClient, Declined } from '#setup/demo/api.ts';
import { chance } from '#setup/demo/chance.ts';
import { pause } from '#setup/process.ts';

type Task = { id: string; kind: string; title: string; createdAt: string };
type Page = { items: Task[]; next: string | null };

const EVERY = 1_000;
/** Some work is never done, and its task expires. */
const FORGOTTEN = 0.04;

export async function workTasks({
  api,
  clock,
  stopped,
}: {
  api: ApiClient;
  clock: Clock;
  stopped: AbortSignal;
}): Promise<void> {
  const outcomesOf = outcomesByTitle();
  while (!stopped.aborted) {
    for (const task of await openTasks(api)) {
      const choice = decide(task, outcomesOf(task.title));
      if (choice === null || Date.parse(task.createdAt) + choice.after > clock.now()) continue;
      await api.post(`/v1/tasks/${task.id}/close`, { outcome: choice.outcome }).catch((problem) => {
        // It expired, or its chain ended, while we looked at it.
        if (!(problem instanceof Declined && problem.status === 409)) throw problem;
      });
    }
    await pause(EVERY);
  }
}

async function openTasks(api: ApiClient): Promise<Task[]> {
  const tasks: Task[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page: Page = await api.get(`/v1/tasks?state=open&limit=200${cursor && `&cursor=${cursor}`}`);
    tasks.push(...page.items);
    cursor = page.next;
  }
  return tasks;
}

/** The same for the same task, whenever it is asked. */
export function decide(
  task: Pick<Task, 'id' | 'kind'>,
  outcomes: readonly string[],
): { outcome: string; after: number } | null {
  const { happens, number, pick } = chance('task', task.id);
  if (happens(FORGOTTEN)) return null;
  const [usual, ...others] = outcomes;
  const share = task.kind === 'letter' ? 0.97 : 0.6;
  return {
    outcome: others.length === 0 || happens(share) ? (usual ?? 'done') : pick(others),
    after: 2 * HOUR + number() * 1.5 * DAY,
  };
}

/** A task says its title; what may come of it is written in the chain. */
function outcomesByTitle(): (title: string) => string[] {
  const known = galleryNames
    .flatMap((name) => galleryGraph(name).steps)
    .map(({ data }) => data.content as { title?: string; outcomes?: string[] } | undefined)
    .filter((content) => typeof content?.title === 'string')
    .map((content) => ({ pattern: titlePattern(content!.title!), outcomes: content?.outcomes ?? [] }));
  return (title) => known.find(({ pattern }) => pattern.test(title))?.outcomes ?? [];
}

function titlePattern(template: string): RegExp {
  const parts = template.split(/\{[{%].*?[%}]\}/).map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 's');
}
