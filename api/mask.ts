/**
 * What callers see of customers: routes that answer traits, properties or addresses ask here. Who reads no customers
 * (viewers above all) sees nothing personal, who does sees no sensitive attribute, `privacy` and `admin` see all.
 */
import { allows } from '#api/access.ts';
import type { Caller } from '#api/keyring.ts';
import { type Mask, maskOf, type Sight } from '#core/mask.ts';
import type { Db } from '#store/db.ts';
import { readAttributes } from '#store/settings.ts';

export function sightOf(scopes: readonly string[]): Sight {
  if (allows(scopes, 'privacy')) return 'sensitive';
  return allows(scopes, 'customers:read') ? 'personal' : 'public';
}

export async function maskFor(db: Db, { scopes }: Pick<Caller, 'scopes'>): Promise<Mask> {
  const sight = sightOf(scopes);
  return maskOf(sight, sight === 'sensitive' ? {} : await readAttributes(db));
}
