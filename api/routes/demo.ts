/** The demo's base: whether this is one, and its end. */
import { z } from '@hono/zod-openapi';
import { type Api, endpoint } from '#api/endpoint.ts';
import { refuse } from '#api/problem.ts';
import { DEFAULT_CONSENT } from '#core/consent.ts';
import { again } from '#store/again.ts';
import { recordDeed } from '#store/audit.ts';
import type { Db } from '#store/db.ts';
import { emptyDemo, readDemo, silenceDemo } from '#store/demo.ts';
import { readConsentSettings, writeConsentSettings } from '#store/settings.ts';

/** Whose calls tell the demo's story. */
const KEY = 'demo';

export function demoRoutes(api: Api): void {
  const { db } = api.deps;
  const tag = 'Settings';

  endpoint(
    api,
    'GET /v1/demo',
    {
      ...{ tag, summary: 'Whether this base holds the demo' },
      answer: z.object({
        demo: z.boolean(),
        removed: z.boolean().openapi({ description: 'It did, and was emptied.' }),
      }),
    },
    async () => {
      const demo = await readDemo(db);
      return { demo: demo !== null && demo.state !== 'removed', removed: demo?.state === 'removed' };
    },
  );

  endpoint(
    api,
    'POST /v1/demo/remove',
    {
      ...{ tag, summary: 'Remove the demo: all customers, what happened to them, and its chains' },
      description:
        'For good. Customers added meanwhile go too; chains, contents, rules, people, keys and addresses suppressed by hand stay. A base that is not the demo’s answers 409 and keeps everything.',
      answer: z.object({ customers: z.number().int(), chains: z.number().int() }),
    },
    async ({ caller, now }) => {
      const demo = await readDemo(db);
      if (demo === null || demo.state === 'removed') {
        return refuse(409, 'no_demo', 'This base does not hold the demo: nothing was removed.');
      }
      await db.transaction().execute((trx) => silenceDemo(trx, now, demo, KEY));
      api.keyring.forget();
      const empty = async (trx: Db) => {
        const emptied = await emptyDemo(trx, now, demo);
        // Invented people had agreed to be called; real ones must be asked.
        const { regimes, ...terms } = await readConsentSettings(trx);
        const { call, sms } = DEFAULT_CONSENT.regimes;
        await writeConsentSettings(trx, now, { ...terms, regimes: { ...regimes, call, sms } as typeof regimes });
        await recordDeed(trx, now, { actor: caller.actor, action: 'demo.remove', subject: 'demo', detail: emptied });
        return emptied;
      };
      // Workers may be in the middle of a burst.
      return again(() => db.transaction().execute(empty));
    },
  );
}
