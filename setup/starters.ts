/** A fresh base has templates to begin with, in the company's language first; one that ever had any is left alone. */
import { contentFrom } from '#api/templates.ts';
import { STARTERS } from '#core/contents/starters.ts';
import type { Db } from '#store/db.ts';
import { readCompany } from '#store/settings.ts';
import { createTemplate, insertTemplateVersion } from '#store/templates.ts';

export async function ensureStarters(db: Db, now: number): Promise<void> {
  if (await db.selectFrom('templates').select('id').limit(1).executeTakeFirst()) return;
  const { country } = await readCompany(db);
  const language = country === 'FR' ? 'fr' : 'en';
  const made = STARTERS.map(async ({ name, draft }) => {
    const own = { ...draft, language };
    const read = await contentFrom(own, undefined);
    if ('problems' in read) throw new Error(`The starter ${name.en} is no content: ${read.problems[0]?.message}`);
    return { name: name[language], draft: own, content: read.content };
  });
  const all = await Promise.all(made);
  await db.transaction().execute(async (trx) => {
    // Two processes that start at once make them once.
    await trx.selectFrom('brands').select('id').where('id', '=', 'default').forUpdate().execute();
    if (await trx.selectFrom('templates').select('id').limit(1).executeTakeFirst()) return;
    for (const { name, draft, content } of all.reverse()) {
      const template = await createTemplate(trx, now, { name, channel: 'email', folder: null, draft });
      await insertTemplateVersion(trx, now, { template, content, note: null, by: null });
    }
  });
}
