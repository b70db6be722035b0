/** One chain and its draft: read, saved under its revision, checked. */
import type { ChainAnswer } from '#api/routes/chains.ts';
import type { Graph } from '#core/graph.ts';
import type { Problem } from '#core/problem.ts';
import { api } from '#editor/data/api.ts';

export type { ChainAnswer } from '#api/routes/chains.ts';

export function readChain(id: string): Promise<ChainAnswer> {
  return api<ChainAnswer>(`/chains/${id}`);
}

export function saveDraft(id: string, graph: Graph, revision: number): Promise<ChainAnswer> {
  return api<ChainAnswer>(`/chains/${id}`, { method: 'PUT', body: { graph }, revision });
}

export async function checkDraft(id: string): Promise<Problem[]> {
  const answer = await api<{ problems: Problem[]; warnings: Problem[] }>(`/chains/${id}/validate`, { method: 'POST' });
  return [...answer.problems, ...answer.warnings];
}

/** Names of the events really seen. */
export async function listEvents(): Promise<string[]> {
  const page = await api<{ items: { name: string }[] }>('/events/catalogue', { query: { limit: 100 } });
  return page.items.map((e) => e.name);
}
