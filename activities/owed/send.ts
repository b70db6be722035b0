/**
 * Sends the mails owed outside any chain (codes, notices) by the ordinary hands of the e-mail channel: under the same
 * gate, stops and suppressions as a service contact. What is in doubt is repeated under its Message-ID.
 */
import { bounceOf } from '#activities/bounces.ts';
import type { HandedOver, Recipient } from '#activities/channels/adapter.ts';
import type { AnyAdapter } from '#activities/channels/index.ts';
import { contentName, contentOf } from '#activities/owed/texts.ts';
import type { Clock } from '#core/clock.ts';
import { SPARES_SERVICE } from '#core/policy/suppression.ts';
import type { Db } from '#store/db.ts';
import { claimOwed, type Fate, type Owed, type SettledOwed, settleOwed } from '#store/owed.ts';
import { monthOf } from '#store/partitions.ts';
import { noteSoftBounces, suppress } from '#store/suppressions.ts';

export type OwedDeps = {
  db: Db;
  clock: Clock;
  /** Hands of the e-mail channel. */
  adapter: AnyAdapter;
  /** Whether this process may send to an address. */
  gate(channel: string, address: string | null): boolean;
  became?(fate: Fate): void;
};

/** Seconds a claimed mail may take; longer than the longest time-out of a hand-over. */
const LEASE_SECONDS = 30;
/** Hand-overs of a mail that stays in doubt, before it is left at that. */
const OWED_ATTEMPTS = 3;
/** Wall ms between two of them. */
const LOOK_AGAIN = 5_000;

/** Answers a function that sends what is due now and says how many it took in hand. */
export function createOwed({ db, clock, adapter, gate, became }: OwedDeps): () => Promise<number> {
  const prepared = new Map<string, ReturnType<AnyAdapter['prepare']>>();

  function render(mail: Owed) {
    const name = contentName(mail);
    const template = prepared.get(name) ?? adapter.prepare(contentOf(mail));
    prepared.set(name, template);
    return template.render(recipientOf(mail, clock.now()));
  }

  return async () => {
    const limit = Math.min(adapter.chunk, 50);
    const claimed = await claimOwed(db, { now: clock.now(), limit, leaseSeconds: LEASE_SECONDS });
    const settled: SettledOwed[] = [];
    const ready: { mail: Owed; message: unknown }[] = [];
    const end = ({ id, attempts }: Owed, fate: Fate, response: string | null = null) =>
      void settled.push({ id, attempts, fate, again: null, response });
    for (const mail of claimed) {
      const barred = barrier(mail, gate);
      if (barred) {
        end(mail, barred);
        continue;
      }
      const rendered = render(mail);
      if (rendered.kind === 'ready') ready.push({ mail, message: rendered.message });
      else end(mail, 'failed', rendered.kind === 'invalid' ? rendered.reason : rendered.variables.join(', '));
    }
    const answers = ready.length > 0 ? await adapter.handOver(ready.map((r) => r.message)) : [];
    for (const [i, { mail }] of ready.entries()) {
      const answer = answers[i];
      if (!answer) throw new Error(`The hand-over of owed mail ${mail.id} got no answer.`);
      settled.push(settledAs(mail, answer, clock));
    }
    await settleOwed(db, clock.now(), settled);
    for (const { fate } of settled) if (fate !== null) became?.(fate);
    await noteBounces(
      db,
      clock.now(),
      ready.map(({ mail }, i) => ({ mail, answer: answers[i]! })),
    );
    return claimed.length;
  };
}

function barrier({ address, suppressed }: Owed, gate: OwedDeps['gate']): Fate | null {
  if (address === null) return 'no_address';
  if (suppressed !== null && !SPARES_SERVICE.includes(suppressed)) return 'suppressed';
  return gate('email', address) ? null : 'off';
}

/** No touch and no enrolment: number 0 keeps its Message-ID apart from theirs. */
function recipientOf(mail: Owed, now: number): Recipient {
  const { customer, brand, address, zone, country, params } = mail;
  return {
    ...{ month: monthOf(mail.createdAt), enrolment: 0, step: 0, visit: mail.id, chain: 0 },
    ...{ customer: customer ?? 0, brand, address, class: 'service' },
    facts: {
      ...{ customer: customer ?? 0, zone: zone ?? 'UTC', country: country ?? '', locale: params.lang, traits: {} },
      entry: { at: mail.createdAt, key: '', properties: {} },
      params: { brand: mail.brandName, ...paramsOf(mail) },
      ...{ touches: [], seen: [] },
    },
    ...{ due: mail.createdAt, validUntil: null, now },
  };
}

function paramsOf(mail: Owed): Record<string, string> {
  if (mail.kind === 'code') return { code: mail.params.code };
  if (mail.kind === 'address_changed') return {};
  if (mail.kind === 'link') return { link: mail.params.link, brand: mail.params.company };
  const { subject, html, text } = mail.params;
  return { subject, html, text };
}

function settledAs({ id, attempts }: Owed, answer: HandedOver, clock: Clock): SettledOwed {
  const base = { id, attempts, response: answer.response };
  const again = (wall: number): SettledOwed => ({
    ...base,
    fate: null,
    again: clock.now() + wall * clock.setting.speed,
  });
  switch (answer.kind) {
    case 'handed':
      return { ...base, fate: 'sent', again: null };
    case 'refused':
      return { ...base, fate: 'refused', again: null };
    case 'deferred':
      return again(answer.retryAfter);
    case 'unknown':
      return attempts < OWED_ATTEMPTS ? again(LOOK_AGAIN) : { ...base, fate: 'unknown', again: null };
  }
}

async function noteBounces(db: Db, now: number, all: readonly { mail: Owed; answer: HandedOver }[]): Promise<void> {
  const of = (kind: 'hard' | 'soft') =>
    all.flatMap(({ mail, answer }) =>
      bounceOf(answer) === kind && mail.address !== null ? [{ kind: 'email', value: mail.address }] : [],
    );
  await suppress(
    db,
    now,
    of('hard').map((address) => ({ ...address, reason: 'hard_bounce' as const, by: null })),
  );
  await noteSoftBounces(db, now, of('soft'));
}
