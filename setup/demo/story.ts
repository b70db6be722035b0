/** The demo's story: real purchases, and around them invented people, sign-ups, baskets, brochures and appointments. Pure. */
import { DAY, HOUR } from '#core/clock.ts';
import { chance } from '#setup/demo/chance.ts';
import { type Person, person } from '#setup/demo/people.ts';
import type { Purchase } from '#setup/demo/purchases.ts';

/** A call of the event API, and the domain time at which it comes. */
export type Call = {
  at: number;
  type: 'identify' | 'track';
  messageId: string;
  userId: string;
  timestamp: string;
  event?: string;
  properties?: Record<string, string | number>;
  traits?: Record<string, string>;
  context?: { timezone: string; locale: string };
};

/** All calls in the order of time. The same purchases give the same story. */
export function story(purchases: readonly Purchase[], origin: number): Call[] {
  return [...byCustomer(purchases)]
    .flatMap(([customer, own]) => life(customer, own, origin))
    .filter(({ at }) => at >= origin)
    .sort((a, b) => a.at - b.at);
}

function byCustomer(purchases: readonly Purchase[]): Map<string, Purchase[]> {
  const groups = new Map<string, Purchase[]>();
  for (const purchase of purchases) {
    const own = groups.get(purchase.customer);
    if (own) own.push(purchase);
    else groups.set(purchase.customer, [purchase]);
  }
  return groups;
}

function life(customer: string, purchases: Purchase[], origin: number): Call[] {
  const who = person(customer);
  const { happens, whole, number } = chance('life', customer);
  const teller = createTeller(customer, who);
  const orders = purchases.map((purchase, n) => order(teller, customer, purchase, n));
  const first = orders[0]!;
  const told = orders.flatMap(({ calls }) => calls);

  if (happens(0.3)) {
    const asked = first.at + whole(1, 12) * DAY + Math.round(number() * 6 * HOUR);
    told.push(teller.track(asked, 'Newsletter Subscribed', { confirmation_url: 'https://shop.example/confirm' }));
    if (happens(0.75)) told.push(teller.track(asked + whole(2, 20) * HOUR, 'Subscription Confirmed', {}));
  }
  // Those who buy late were prospects before: some asked for a brochure.
  const earlier = first.at - whole(20, 70) * DAY;
  if (earlier > origin && happens(0.4)) told.push(teller.track(earlier, 'Brochure Requested', {}));
  if (happens(0.12)) told.push(...basket(teller, customer, first.at + whole(3, 60) * DAY));
  if (happens(0.12)) told.push(...appointment(teller, customer, first.at + whole(5, 50) * DAY));

  // Known a minute before the first thing heard of them.
  const beginning = Math.min(...told.map(({ at }) => at));
  return [teller.identify(beginning - 60_000 < origin ? beginning : beginning - 60_000), ...told];
}

function order(
  teller: Teller,
  customer: string,
  { day, discs, dollars }: Purchase,
  n: number,
): { at: number; calls: Call[] } {
  const { whole, happens } = chance('order', customer, n);
  const at = day + whole(8 * 60, 21 * 60) * 60_000;
  const cart = `cart-${customer}-${n}`;
  const calls = [
    teller.track(at, 'Order Completed', {
      order_id: `order-${customer}-${n}`,
      cart_id: cart,
      revenue: dollars,
      total: dollars,
      currency: 'USD',
      number_of_cds: discs,
    }),
  ];
  // The basket stood for a while before it became an order.
  if (happens(0.15)) calls.push(abandoned(teller, cart, at - whole(2, 40) * HOUR, dollars));
  return { at, calls };
}

/** One that nobody came back for. */
function basket(teller: Teller, customer: string, at: number): Call[] {
  const { whole } = chance('basket', customer);
  return [abandoned(teller, `cart-${customer}-left`, at, whole(10, 90))];
}

function abandoned(teller: Teller, cart: string, at: number, value: number): Call {
  const properties = { cart_id: cart, value, currency: 'USD', cart_url: `https://shop.example/carts/${cart}` };
  return teller.track(at, 'Cart Abandoned', properties);
}

function appointment(teller: Teller, customer: string, booked: number): Call[] {
  const { whole, happens, pick } = chance('appointment', customer);
  const starts = Math.floor(booked / DAY) * DAY + whole(4, 12) * DAY + whole(9, 17) * HOUR;
  const appointment_id = `appointment-${customer}`;
  const calls = [
    teller.track(booked, 'Appointment Booked', { appointment_id, starts_at: new Date(starts).toISOString() }),
  ];
  if (happens(0.6)) {
    const score = pick([2, 3, 6, 7, 8, 9, 10]);
    calls.push(teller.track(starts + 4 * DAY, 'Survey Answered', { appointment_id, score }));
  }
  return calls;
}

type Teller = ReturnType<typeof createTeller>;

function createTeller(customer: string, who: Person) {
  const { zone, locale, ...traits } = who;
  const told = (at: number, name: string) => ({
    at,
    messageId: `${customer}/${name}/${at}`,
    userId: `shop-${customer}`,
    timestamp: new Date(at).toISOString(),
  });
  return {
    identify: (at: number): Call => ({
      ...told(at, 'identify'),
      type: 'identify',
      traits,
      context: { timezone: zone, locale },
    }),
    track: (at: number, event: string, properties: Record<string, string | number>): Call => ({
      ...told(at, event),
      type: 'track',
      event,
      properties,
    }),
  };
}
