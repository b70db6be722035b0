/** Why a touch was sent, postponed or not sent: a sentence for people, and the decision record as data. */
import { z } from '@hono/zod-openapi';
import { type Api, endpoint } from '#api/endpoint.ts';
import { touchId } from '#api/ids.ts';
import { refuse } from '#api/problem.ts';
import { Id, iso, Time } from '#api/shape.ts';
import { wordsIn } from '#api/words.ts';
import { LANGUAGES } from '#core/language.ts';
import { type Fate, tell } from '#core/policy/fate.ts';
import type { DecisionRecord } from '#core/policy/rule.ts';
import { zoneOf } from '#store/customers.ts';
import { readCompany } from '#store/settings.ts';
import { getTouch } from '#store/touchlist.ts';

const Line = z
  .object({
    rule: z.string(),
    verdict: z.enum(['pass', 'hold', 'skip', 'exempt']),
    inputs: z.record(z.string(), z.unknown()).openapi({ description: 'What the rule looked at and counted.' }),
    flip: z.record(z.string(), z.unknown()).optional().openapi({ description: 'What would have turned its verdict.' }),
  })
  .openapi('RuleAsked');

export const Why = z
  .object({
    sentence: z.string().openapi({ example: 'Not sent: the customer does not consent to it.' }),
    verdict: z.enum(['send', 'hold', 'skip']),
    reason: z.string().nullable(),
    policy: z.number().int().openapi({ description: 'Version of the policy that judged.' }),
    at: Time,
    test: z
      .object({ id: z.string(), variant: z.enum(['a', 'b']) })
      .optional()
      .openapi({ description: 'The pressure test it was judged in, and by which variant.' }),
    rules: z.array(Line).openapi({ description: 'In the order they were asked; the last one decided.' }),
  })
  .openapi('Why');
export type WhyAnswer = z.output<typeof Why>;

export function whyRoutes(api: Api): void {
  const { db } = api.deps;

  endpoint(
    api,
    'GET /v1/touches/{id}/why',
    {
      tag: 'Touches',
      summary: 'Say why a touch was sent, postponed or not sent',
      id: 'touch',
      query: z.object({ lang: z.enum(LANGUAGES).default('en') }),
      answer: Why.extend({ touch: Id('touch'), state: z.string() }).openapi('TouchWhy'),
    },
    async ({ id, query }) => {
      const touch = await getTouch(db, id);
      if (!touch) return refuse(404, 'not_found', 'There is no such touch.', 'id');
      const zone = (await zoneOf(db, touch.customer)) ?? (await readCompany(db)).zone;
      const record = touch.decision as unknown as DecisionRecord;
      if (!record.verdict)
        return refuse(410, 'record_gone', 'The decision record is older than DECISION_RETENTION_DAYS and was deleted.');
      return { touch: touchId(id), state: touch.state, ...showWhy(record, query.lang, zone, touch) };
    },
  );
}

/** `fate`: of a touch that was made of the judgement. */
export function showWhy(
  record: DecisionRecord,
  lang: 'en' | 'fr',
  zone: string,
  fate: Fate | null = null,
): z.input<typeof Why> {
  const { policy, at, asked, verdict, test, variant } = record;
  return {
    sentence: tell(record, fate, wordsIn(lang, zone)),
    verdict: verdict.kind,
    reason: verdict.kind === 'send' ? null : verdict.reason,
    policy,
    at: iso(at),
    ...(test && variant ? { test: { id: test, variant } } : {}),
    rules: asked,
  };
}
