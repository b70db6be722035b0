/** What forms choose from: events really seen with their properties, attributes customers have, brands, chains. */
import { useQuery } from '@tanstack/react-query';
import type { Variable } from '#api/routes/personas.ts';
import { api } from '#editor/data/api.ts';
import { STANDARD_EVENTS, STANDARD_TRAITS } from '#editor/data/standard.ts';

export type SeenEvent = { name: string; count: number; lastSeen: string; properties: Record<string, unknown> };
type Page<T> = { items: T[]; next: string | null };

const PAGES = 10;

/** By name; past 2 000 names the rest is typed in. */
export function useEvents(): SeenEvent[] | undefined {
  return useQuery({
    queryKey: ['catalogue'],
    queryFn: async () => {
      const all: SeenEvent[] = [];
      let cursor: string | null | undefined;
      for (let n = 0; n < PAGES && cursor !== null; n += 1) {
        const query: { limit: number; cursor: string | undefined } = { limit: 200, cursor };
        const page: Page<SeenEvent> = await api('/events/catalogue', { query });
        all.push(...page.items);
        cursor = page.next;
      }
      return all;
    },
    staleTime: 60_000,
  }).data;
}

/** Seen ones, then those of the standard that have not been: their `count` is 0. */
export function offered(seen: readonly SeenEvent[]): SeenEvent[] {
  const known = new Map(seen.map((event) => [event.name, event]));
  return [
    ...seen,
    ...Object.entries(STANDARD_EVENTS).flatMap(([name, properties]) =>
      known.has(name) ? [] : [{ name, properties, count: 0, lastSeen: '' }],
    ),
  ];
}

/** What may be sent with an event: what was seen, for one that never was what the standard says. */
export function propertiesOf(
  seen: readonly SeenEvent[] | undefined,
  name: string | undefined,
): Record<string, unknown> {
  return seen?.find((event) => event.name === name)?.properties ?? STANDARD_EVENTS[name ?? ''] ?? {};
}

type Attribute = { name: string; type: string };

export function withStandard(attributes: readonly Attribute[]): Attribute[] {
  const known = new Set(attributes.map(({ name }) => name));
  const missing = Object.entries(STANDARD_TRAITS).filter(([name]) => !known.has(name));
  return [...attributes, ...missing.map(([name, type]) => ({ name, type }))];
}

/** Attributes and properties as content names them; of the trigger, also those that were never seen. */
export function withStandardVariables(seen: readonly Variable[], trigger: string | undefined): Variable[] {
  const paths = new Set(seen.map(({ path }) => path));
  const traits = Object.entries(STANDARD_TRAITS).map(([name, type]) => ({
    path: `profile.${name}`,
    type,
    event: null,
  }));
  const unseen = trigger !== undefined && !seen.some(({ event }) => event === trigger);
  const sent = Object.entries(unseen ? (STANDARD_EVENTS[trigger] ?? {}) : {});
  const properties = sent.map(([name, type]) => ({ path: `entry.${name}`, type, event: trigger ?? null }));
  return [...seen, ...traits.filter(({ path }) => !paths.has(path)), ...properties];
}

/** Of the profiles: names without `profile.`, and their types. */
export function useAttributes(): { name: string; type: string }[] | undefined {
  const { data } = useQuery({
    queryKey: ['variables'],
    queryFn: () => api<{ items: Variable[] }>('/variables'),
    staleTime: 60_000,
  });
  return data?.items
    .filter(({ event }) => event === null)
    .map(({ path, type }) => ({ name: path.slice('profile.'.length), type }));
}

export function useBrands(): { id: string; name: string }[] | undefined {
  return useQuery({
    queryKey: ['brands', 'names'],
    queryFn: () => api<Page<{ id: string; name: string }>>('/brands', { query: { limit: 200 } }),
    staleTime: 60_000,
  }).data?.items;
}

/** `number` is what a step keeps of the chain it names. */
export function useChainNames(): { number: number; name: string; state: string }[] | undefined {
  return useQuery({
    queryKey: ['chains', 'choice'],
    queryFn: () => api<Page<{ id: string; name: string; state: string }>>('/chains', { query: { limit: 200 } }),
    staleTime: 60_000,
  }).data?.items.map(({ id, name, state }) => ({ number: Number(id.replace(/^\D+/, '')), name, state }));
}
