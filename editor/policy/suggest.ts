/** What is offered where a name is written: events really seen, teams that have had work. */
import { useQuery } from '@tanstack/react-query';
import { api } from '#editor/data/api.ts';
import { useCapacity } from '#editor/data/policy.ts';

export function useSuggestions(what: 'events' | 'teams' | undefined): readonly string[] {
  const events = useQuery({
    queryKey: ['events', 'names'],
    queryFn: () => api<{ items: { name: string }[] }>('/events/catalogue', { query: { limit: 200 } }),
    enabled: what === 'events',
    staleTime: 60_000,
  });
  const teams = useCapacity(what === 'teams').data?.teams ?? [];
  return what === 'teams' ? teams : (events.data?.items.map(({ name }) => name) ?? []);
}
