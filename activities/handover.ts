/**
 * Hands booked touches over, chunk by chunk about the size of the connections: one statement settles the last chunk and
 * claims the next, so that a process that dies leaves at most one chunk per channel in doubt.
 */
import { randomUUID } from 'node:crypto';
import { bounceOf } from '#activities/bounces.ts';
import { type Burst, type DeliverDeps, type Item, LOOK_AGAIN } from '#activities/burst.ts';
import type { HandedOver, Recipient, Rendered } from '#activities/channels/adapter.ts';
import type { AnyAdapter } from '#activities/channels/index.ts';
import { channelOf } from '#core/channels/index.ts';
import { type Clock, HOUR } from '#core/clock.ts';
import type { TouchSpec } from '#core/plan.ts';
import { readOffers } from '#store/offers.ts';
import type { StandingRows } from '#store/standing/index.ts';
import { noteSoftBounces, suppress } from '#store/suppressions.ts';
import { type ClaimOptions, type SettledTouch, settleAndClaim, type TouchKey, touchName } from '#store/touches.ts';

/** Thrown between two chunks; a bug it is not, and Temporal tries the burst again elsewhere. */
class Interrupted extends Error {
  readonly code = 'EINTERRUPTED';
}

/** Seconds a claimed chunk may take; longer than the longest time-out of a hand-over. */
const LEASE_SECONDS = 8;
/** Wall ms after which a booking is judged again before it leaves: what counted then may not hold now. */
const BOOKING_STANDS = 600_000;
/** Hand-overs of a service touch that stays in doubt, before a person is asked. */
const OWED_ATTEMPTS = 3;

export function createHandOver(deps: DeliverDeps) {
  const { db, clock } = deps;
  const prepared = new WeakMap<TouchSpec, { render(to: Recipient): Rendered<unknown> }>();

  async function handOver(items: Item[], standing: StandingRows, burst: Burst, channel: string): Promise<void> {
    const adapter = adapterOf(deps, channel);
    const claimant = `${deps.worker}/${randomUUID()}`;
    const named = [...new Set(items.flatMap((i) => i.ask.touch.offer ?? []))];
    const offers = named.length > 0 ? await readOffers(db, named) : null;
    let settled: SettledTouch[] = [];
    let ready: { item: Item; message: unknown }[] = [];
    const rest = [...items];
    const next = () => {
      for (const item of rest.splice(0, adapter.chunk)) {
        // Booked by a process that was allowed to send; this one may not be.
        if (!deps.gate(channel, addressOf(item, standing))) {
          settled.push(shut(item));
          continue;
        }
        const rendered = render(adapter, item, standing, burst, offers?.get(item.ask.touch.offer ?? ''));
        if (rendered.kind === 'ready') ready.push({ item, message: rendered.message });
        else settled.push(unready(item, rendered, clock));
      }
    };
    next();
    while (ready.length > 0 || settled.length > 0) {
      // Asked to stop (a drain, an attempt that Temporal has given up): what is claimed is settled, nothing more is claimed.
      const stopping = burst.signal?.aborted ?? false;
      const chunk = stopping ? [] : ready;
      ready = [];
      const keys = chunk.map((c) => c.item);
      const claimed = await settle(settled, keys, { claimant, channel, chain: burst.version.chain });
      if (stopping) throw new Interrupted();
      const [mine, lost] = [
        chunk.filter((c) => claimed.has(touchName(c.item))),
        chunk.filter((c) => !claimed.has(touchName(c.item))),
      ];
      const sending = mine.length > 0 ? adapter.handOver(mine.map((c) => c.message)) : Promise.resolve([]);
      settled = lost.map((c) => forbidden(c.item, clock));
      // The next chunk is rendered while this one is on the wire; it is not claimed yet.
      next();
      const answers = await sending;
      for (const [i, { item }] of mine.entries()) settled.push(settledAs(item, answers[i], clock));
      await noteBounces(
        mine.map((c) => c.item),
        answers,
        standing,
      );
    }
  }

  /** Addresses that a server has just called dead are not written to again. */
  async function noteBounces(items: Item[], answers: readonly HandedOver[], standing: StandingRows): Promise<void> {
    const of = (kind: 'hard' | 'soft') =>
      items.flatMap((item, i) => {
        const value = answers[i] && bounceOf(answers[i]) === kind ? addressOf(item, standing) : null;
        const needs = channelOf(item.ask.touch.channel)?.needs ?? null;
        return value === null || needs === null ? [] : [{ kind: needs, value }];
      });
    const dead = of('hard').map((address) => ({ ...address, reason: 'hard_bounce' as const, by: null }));
    await suppress(db, clock.now(), dead);
    await noteSoftBounces(db, clock.now(), of('soft'));
  }

  function render(
    adapter: AnyAdapter,
    item: Item,
    standing: StandingRows,
    burst: Burst,
    offer: Recipient['offer'],
  ): Rendered<unknown> {
    const { touch } = item.ask;
    try {
      let template = prepared.get(touch);
      if (!template) {
        template = adapter.prepare(touch.content);
        prepared.set(touch, template);
      }
      return template.render(recipientOf(item, standing, burst, offer));
    } catch (error) {
      // A bug in one mail's rendering must not leave a chunk that is on the wire unsettled.
      return { kind: 'invalid', reason: `cannot be rendered: ${(error as Error).name}` };
    }
  }

  function recipientOf(item: Item, standing: StandingRows, burst: Burst, offer: Recipient['offer']): Recipient {
    const { touch } = item.ask;
    return {
      month: item.month,
      enrolment: item.enrolment,
      step: item.step,
      visit: item.visit,
      customer: item.row.customer,
      chain: item.row.chain,
      class: touch.class,
      brand: touch.brand,
      address: addressOf(item, standing),
      facts: burst.facts(item.enrolment),
      due: item.due,
      validUntil: item.validUntil,
      now: clock.now(),
      ...(offer ? { offer } : {}),
    };
  }

  function settle(
    settled: readonly SettledTouch[],
    claims: readonly TouchKey[],
    of: Pick<ClaimOptions, 'claimant' | 'channel' | 'chain'>,
  ): Promise<Set<string>> {
    const now = clock.now();
    const judgedAfter = now - BOOKING_STANDS * clock.setting.speed;
    return settleAndClaim(db, settled, claims, { ...of, now, leaseSeconds: LEASE_SECONDS, judgedAfter });
  }

  return handOver;
}

function adapterOf(deps: DeliverDeps, channel: string): AnyAdapter {
  const adapter = deps.adapters[channel];
  if (!adapter) throw new Error(`No hands for channel "${channel}": have ${Object.keys(deps.adapters).join(', ')}.`);
  return adapter;
}

function addressOf({ ask, row }: Item, standing: StandingRows): string | null {
  const needs = channelOf(ask.touch.channel)?.needs ?? null;
  return needs ? (standing.addresses.get(`${row.customer} ${needs}`) ?? null) : null;
}

function shut(item: Item): SettledTouch {
  item.outcome = { kind: 'port', port: 'done' };
  const base = { ...keyOf(item), response: null, heldUntil: null, completed: true };
  return { ...base, was: 'reserved', state: 'off', reason: 'sending_off' };
}

function settledAs(item: Item, answer: HandedOver | undefined, clock: Clock): SettledTouch {
  const base = { ...keyOf(item), was: 'handing' as const, reason: null, heldUntil: null, completed: true };
  if (!answer) throw new Error(`The hand-over of ${touchName(item)} got no answer.`);
  switch (answer.kind) {
    case 'handed':
      item.outcome = { kind: 'port', port: 'done' };
      return { ...base, state: 'handed', response: answer.response, completed: answer.completed };
    case 'unknown':
      // What is owed is repeated under its Message-ID, a few times: a mailbox shows it once, or twice rather than never.
      if (item.ask.touch.class === 'service' && item.attempts + 1 < OWED_ATTEMPTS) {
        return holdBack(item, 'handing', 'in_doubt', answer.response, clock.now() + LOOK_AGAIN * clock.setting.speed);
      }
      item.outcome = { kind: 'port', port: 'done' };
      return { ...base, state: 'unknown', response: answer.response };
    case 'refused':
      item.outcome = { kind: 'port', port: 'failed' };
      return { ...base, state: 'refused', response: answer.response };
    case 'deferred':
      return holdBack(
        item,
        'handing',
        'deferred',
        answer.response,
        clock.now() + answer.retryAfter * clock.setting.speed,
      );
  }
}

function unready(item: Item, rendered: Exclude<Rendered<unknown>, { kind: 'ready' }>, clock: Clock): SettledTouch {
  if (rendered.kind === 'missing') {
    const until = clock.now() + Math.max(HOUR, LOOK_AGAIN * clock.setting.speed);
    return holdBack(item, 'reserved', 'missing_variable', rendered.variables.join(', '), until);
  }
  item.outcome = { kind: 'port', port: 'failed' };
  return {
    ...keyOf(item),
    was: 'reserved',
    state: 'failed',
    reason: 'invalid_content',
    response: rendered.reason,
    completed: true,
    heldUntil: null,
  };
}

/**
 * Reserved, but forbidden before its turn came: judged again at once, so that its record says by what. Where another
 * process has claimed it instead, the row is left to it and the member looks again.
 */
function forbidden(item: Item, clock: Clock): SettledTouch {
  return holdBack(item, 'reserved', 'forbidden_since', null, clock.now());
}

function holdBack(
  item: Item,
  was: SettledTouch['was'],
  reason: string,
  response: string | null,
  until: number,
): SettledTouch {
  const heldUntil = Math.min(until, item.validUntil + 1);
  item.outcome = { kind: 'hold', until: heldUntil };
  return { ...keyOf(item), was, state: 'held', reason, response, completed: false, heldUntil };
}

function keyOf({ month, enrolment, step, visit }: TouchKey): TouchKey {
  return { month, enrolment, step, visit };
}
