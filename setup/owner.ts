/** `npm run owner [-- --demo]`: prints a link by which an owner comes in, the first one or another in an emergency. */
import { readConfig } from '#core/config.ts';
import { withDatabase } from '#setup/database.ts';
import { demoPlace } from '#setup/demo.ts';
import { Refusal } from '#setup/refusal.ts';
import { startPlace } from '#setup/start.ts';
import { recordDeed } from '#store/audit.ts';
import type { Db } from '#store/db.ts';
import { loadClock } from '#store/instance.ts';
import { makeLink } from '#store/links.ts';

export async function owner(args: readonly string[]): Promise<number> {
  const unknown = args.filter((arg) => arg !== '--demo');
  if (unknown.length > 0) throw new Refusal(`There is no option ${unknown.join(', ')}. npm run owner [-- --demo]`);
  const place = args.includes('--demo') ? demoPlace() : startPlace();
  // Asked for are the address people open and the clock: for all else anything does.
  const read = readConfig({ ...place.env, ...ANY });
  if ('problems' in read) throw Refusal.of(read.problems);
  const { config } = read;
  const made = await withDatabase(place, async ({ db }) => {
    const clock = await loadClock(db, { speed: config.clock.speed, origin: config.clock.origin ?? undefined });
    return ownerLink(db, config.http.baseUrl, clock.now());
  });
  console.log(
    made.first
      ? `The owner comes in here, once (24 hours):\n  ${made.link}`
      : `Whoever opens this becomes an admin, once (24 hours); earlier links of this kind are dead:\n  ${made.link}`,
  );
  return 0;
}

const ANY = {
  ...{ DATABASE_URL: 'postgres://any/any', TEMPORAL_ADDRESS: 'any:7233' },
  ...{ SMTP_URL: 'smtp://any:25', SMTP_CATCHER: 'yes' },
};

export async function ownerLink(db: Db, baseUrl: string, now: number): Promise<{ link: string; first: boolean }> {
  return db.transaction().execute(async (trx) => {
    const somebody = await trx.selectFrom('people').select('id').limit(1).executeTakeFirst();
    const token = await makeLink(trx, { purpose: 'owner', person: null });
    // Whoever has the machine's shell may do this; that it was done is not hidden.
    await recordDeed(trx, now, { actor: 'shell', action: 'person.link', subject: 'owner' });
    return { link: `${baseUrl}/welcome?token=${token}`, first: somebody === undefined };
  });
}
