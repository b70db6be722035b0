/** Links by which people who work here choose a password: made, and owed to them by mail. */
import type { ApiDeps } from '#api/deps.ts';
import type { Db } from '#store/db.ts';
import { makeLink } from '#store/links.ts';
import { oweMail } from '#store/owed.ts';
import type { Person } from '#store/people.ts';
import { readCompany } from '#store/settings.ts';

export type LinkFor = { purpose: 'invitation' | 'reset'; person: Pick<Person, 'id' | 'email' | 'language'> };

/** Where the pages behind them are. */
export const LINK_PAGE = { owner: 'welcome', invitation: 'invited', reset: 'reset' } as const;

/** Wall ms after which it is not sent any more: the link would be dead. */
const STANDS = 86_400_000;

/** Answers the link, which is never told again. */
export async function mailLink(
  trx: Db,
  { clock, config }: Pick<ApiDeps, 'clock' | 'config'>,
  { purpose, person }: LinkFor,
): Promise<string> {
  const token = await makeLink(trx, { purpose, person: person.id });
  const link = `${config.baseUrl}/${LINK_PAGE[purpose]}?token=${token}`;
  const { name } = await readCompany(trx);
  await oweMail(trx, clock.now(), {
    ...{ customer: null, brand: 'default', kind: 'link', expiresAt: clock.now() + STANDS * clock.setting.speed },
    params: {
      ...{ lang: person.language === 'fr' ? 'fr' : 'en', to: person.email, company: name || 'Jalon' },
      ...{ purpose, link },
    },
  });
  return link;
}
