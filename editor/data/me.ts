/** Who looks at the page: name, roles, what they may, and the clock all dates on it are told by. */
import { useQuery } from '@tanstack/react-query';
import type { Scope } from '#api/access.ts';
import type { Me } from '#api/routes/me.ts';
import { api } from '#editor/data/api.ts';

export function useMe() {
  return useQuery({ queryKey: ['me'], queryFn: () => api<Me>('/me'), staleTime: 60_000 });
}

/** Whether the person may do what needs `scope`. The API asks again: this only spares a vain click. */
export function useMay(scope: Scope): boolean {
  return useMe().data?.may.includes(scope) ?? false;
}
