/** Small graphs for tests and benchmarks. */

export type TestStep = { id: string; type: string; data: Record<string, unknown> };

export type LineOptions = { name?: string; entry?: Record<string, unknown>; extra?: Record<string, unknown> };

/** A chain without branches: entry by `event`, then the steps in order. Steps of type goal stand beside the line. */
export function line(
  event: string,
  steps: readonly TestStep[],
  { name = 'Test', entry = {}, extra = {} }: LineOptions = {},
) {
  const onPath = steps.filter((s) => s.type !== 'goal');
  const ids = ['entry', ...onPath.map((s) => s.id), 'end'];
  return {
    schema: 1,
    name,
    params: {},
    steps: [{ id: 'entry', type: 'entry', data: { event, ...entry } }, ...steps, { id: 'end', type: 'end', data: {} }],
    edges: ids.slice(1).map((to, i) => ({ from: ids[i], port: 'done', to })),
    ...extra,
  };
}

export function email(id: string, data: Record<string, unknown> = {}): TestStep {
  const { content, ...rest } = data as { content?: Record<string, unknown> };
  return {
    id,
    type: 'contact',
    data: {
      channel: 'email',
      class: 'commercial',
      content: { subject: `${id} for you`, html: `<p>Hello from ${id}.</p>`, ...content },
      ...rest,
    },
  };
}

export function task(id: string, kind: string, data: Record<string, unknown> = {}): TestStep {
  return {
    id,
    type: 'contact',
    data: { channel: 'task', class: 'commercial', content: { kind, title: `${id} to make`, body: '' }, ...data },
  };
}

/** A wait of so many seconds. */
export function pause(id: string, seconds: number): TestStep {
  return { id, type: 'wait', data: { for: { minutes: seconds / 60 } } };
}
