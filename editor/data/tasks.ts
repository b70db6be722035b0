/** What the work list asks of the API, and what its people do. */
import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { TaskCounts } from '#api/routes/tasks.ts';
import type { TaskAnswer } from '#api/worklist.ts';
import { api } from '#editor/data/api.ts';

export type Task = TaskAnswer;
export type TaskFilter = { state: 'open' | 'done' | 'expired'; kind: string; team: string };

type PageOf<T> = { items: T[]; next: string | null };
/** Others close and take tasks meanwhile. */
const LOOK_AGAIN = 15_000;

export function useTasks(filter: TaskFilter) {
  return useInfiniteQuery({
    queryKey: ['tasks', 'list', filter],
    queryFn: ({ pageParam, signal }) =>
      api<PageOf<Task>>('/tasks', { query: { ...filter, cursor: pageParam, limit: 50 }, signal }),
    initialPageParam: '',
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
    refetchInterval: LOOK_AGAIN,
  });
}

export function useTaskCounts() {
  return useQuery({
    queryKey: ['tasks', 'counts'],
    queryFn: () => api<TaskCounts>('/task-counts'),
    refetchInterval: LOOK_AGAIN,
  });
}

export function useTask(id: string | null) {
  return useQuery({
    queryKey: ['tasks', 'one', id],
    queryFn: () => api<Task>(`/tasks/${id}`),
    enabled: id !== null,
  });
}

export const claim = (id: string) => api<Task>(`/tasks/${id}/claim`, { method: 'POST' });
export const release = (id: string) => api<Task>(`/tasks/${id}/release`, { method: 'POST' });

export type Closing = { id: string; outcome: string; note?: string };
export const close = ({ id, ...body }: Closing) => api<Task>(`/tasks/${id}/close`, { method: 'POST', body });

export type Postponing = { id: string; until: string; note?: string };
export const postpone = ({ id, ...body }: Postponing) => api<Task>(`/tasks/${id}/postpone`, { method: 'POST', body });

export type ClosedTogether = { closed: number; left: { task: string; why: string }[] };
export const closeTogether = (body: { tasks: string[]; outcome: string }) =>
  api<ClosedTogether>('/tasks/close', { method: 'POST', body });

/** The list and what is open of it are asked again after whatever was done, and after what was refused. */
export function useTaskDeed<B, A>(deed: (body: B) => Promise<A>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: deed,
    // Not waited for: what was closed leaves the page with the next look, and who closed it must be told before.
    onSettled: () => void client.invalidateQueries({ queryKey: ['tasks'] }),
  });
}
