/** Country packs: a new one is a file beside this one and a line here. */
import { isoDay, toLocal } from '#core/date.ts';
import { france } from '#core/law/fr.ts';
import type { Demand, Pack, Provision } from '#core/law/pack.ts';

export const PACKS: readonly Pack[] = [france];

export const PACK_COUNTRIES = PACKS.map(({ country }) => country);

/** Provisions of these countries' packs that hold for this country and channel on the local day of `at`. */
export function inForce(
  countries: readonly string[],
  of: { country: string; channel: string; zone: string; at: number },
): Provision[] {
  const pack = countries.includes(of.country) ? PACKS.find(({ country }) => country === of.country) : undefined;
  if (!pack) return [];
  const day = isoDay(toLocal(of.at, of.zone));
  return pack.provisions.filter((p) => p.channels.includes(of.channel) && holdsOn(p, day));
}

export function holdsOn({ from, until }: Pick<Provision, 'from' | 'until'>, day: string): boolean {
  return (from === null || from <= day) && (until === null || day < until);
}

type Of<K extends Demand['kind']> = Provision & { demand: Extract<Demand, { kind: K }> };

export function demanding<K extends Demand['kind']>(provisions: readonly Provision[], kind: K): Of<K>[] {
  return provisions.filter((p): p is Of<K> => p.demand.kind === kind);
}
