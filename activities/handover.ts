/**
 * Hands booked touches over, chunk by chunk about the size of the connections: one statement settles the last chunk and
 * claims the next, so that a process that dies leaves at most one chunk per channel in doubt.
 */
import type { HandedOver, Recipient, Rendered } from '#activities/channels/adapter.ts';
import type { AnyAdapter } from '#activities/channels/index.ts';
import type { Burst, DeliverDeps, Item } from '#activities/deliver.ts';
import { channelOf } from '#core/channels/index.ts';
import { type Clock, HOUR } from '#core/clock.ts';
import type { TouchSpec } from '#core/plan.ts';
import { readOffers } from '#store/offers.ts';
import {
  alert,
  refund,
  type SettledTouch,
  type StandingRows,
  settleAndClaim,
  type TouchKey,
  touchName,
} from '#store/touches.ts';

/** Seconds a claimed chunk may take; longer than the longest time-out of a hand-over. */
const LEASE_SECONDS = 8;
/** Wall ms between two looks at a touch that waits for a person or for a lease. */
export const LOOK_AGAIN = 5_000;

export function createHandOver(deps: DeliverDeps) {
  const { db, clock } = deps;
  const prepared = new WeakMap<TouchSpec, { render(to: Recipient): Rendered<unknown> }>();

  async function handOver(items: Item[], standing: StandingRows, burst: Burst, channel: string): Promise<void> {
    const adapter = adapterOf(deps, channel);
    const named = [...new Set(items.flatMap((i) => i.ask.touch.offer ?? []))];
    const offers = named.length > 0 ? await readOffers(db, named) : null;
    let settled: SettledTouch[] = [];
    let ready: { item: Item; message: unknown }[] = [];
    const rest = [...items];
    const next = () => {
      const chunk = rest.splice(0, adapter.chunk);
      for (const item of chunk) {
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
      const chunk = ready;
      ready = [];
      const claimed = await settle(
        settled,
        chunk.map((c) => c.item),
      );
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
    }
  }

  function render(
    adapter: AnyAdapter,
    item: Item,
    standing: StandingRows,
    burst: Burst,
    offer: Recipient['offer'],
  ): Rendered<unknown> {
    const { touch } = item.ask;
    let template = prepared.get(touch);
    if (!template) {
      template = adapter.prepare(touch.content);
      prepared.set(touch, template);
    }
    return template.render({
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
    });
  }

  async function settle(settled: readonly SettledTouch[], claims: readonly TouchKey[]): Promise<Set<string>> {
    const options = { now: clock.now(), leaseSeconds: LEASE_SECONDS, worker: deps.worker };
    if (settled.every((t) => t.state === 'handed')) return settleAndClaim(db, settled, claims, options);
    return db.transaction().execute(async (trx) => {
      await refund(trx, settled);
      const unknown = settled.filter((t) => t.state === 'unknown');
      const missing = settled.filter((t) => t.reason === 'missing_variable');
      const said = new Map(settled.map((t) => [touchName(t), t.response]));
      const detail = (t: TouchKey) => ({ response: said.get(touchName(t)) ?? null });
      await alert(trx, unknown, 'unknown', detail, options.now);
      await alert(trx, missing, 'missing_variable', detail, options.now);
      return settleAndClaim(trx, settled, claims, options);
    });
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
  const base = { ...keyOf(item), customer: item.row.customer, response: null, heldUntil: null, completed: true };
  return { ...base, before: 'reserved', state: 'off', reason: 'sending_off' };
}

function settledAs(item: Item, answer: HandedOver | undefined, clock: Clock): SettledTouch {
  const before = 'handing' as const;
  const base = { ...keyOf(item), customer: item.row.customer, before, reason: null, heldUntil: null, completed: true };
  if (!answer) throw new Error(`The hand-over of ${touchName(item)} got no answer.`);
  switch (answer.kind) {
    case 'handed':
      item.outcome = { kind: 'port', port: 'done' };
      return { ...base, state: 'handed', response: answer.response, completed: answer.completed };
    case 'unknown':
      item.outcome = { kind: 'port', port: 'done' };
      return { ...base, state: 'unknown', response: answer.response };
    case 'refused':
      item.outcome = { kind: 'port', port: 'failed' };
      return { ...base, state: 'refused', response: answer.response };
    case 'deferred':
      return holdBack(item, before, 'deferred', answer.response, clock.now() + answer.retryAfter * clock.setting.speed);
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
    customer: item.row.customer,
    before: 'reserved',
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
  before: SettledTouch['before'],
  reason: string,
  response: string | null,
  until: number,
): SettledTouch {
  const heldUntil = Math.min(until, item.validUntil + 1);
  item.outcome = { kind: 'hold', until: heldUntil };
  const base = { ...keyOf(item), customer: item.row.customer, before, completed: false };
  return { ...base, state: 'held', reason, response, heldUntil };
}

function keyOf({ month, enrolment, step, visit }: TouchKey): TouchKey {
  return { month, enrolment, step, visit };
}
