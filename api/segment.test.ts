import { expect, test } from 'vitest';
import { readBatch, readCall } from '#api/segment.ts';

const now = Date.parse('2026-11-24T10:00:00Z');
const reading = { source: 'shop', now, callLimit: 32_768, escapes: true };

function one(type: Parameters<typeof readCall>[0], body: unknown) {
  const read = readCall(type, body, reading);
  return read.calls[0] ?? read.problems[0];
}

test('a track call becomes an event of its source', () => {
  const call = one('track', {
    userId: 'u1',
    anonymousId: 'a1',
    event: 'Order Completed',
    properties: { revenue: 12.5, items: [1] },
    messageId: 'm1',
    timestamp: '2026-11-24T09:00:00+02:00',
    context: { timezone: 'Europe/Paris', locale: 'fr_FR', traits: { plan: 'gold' } },
  });
  expect(call).toEqual({
    kind: 'track',
    source: 'shop',
    messageId: 'm1',
    userId: 'u1',
    anonymousId: 'a1',
    name: 'Order Completed',
    properties: { revenue: 12.5, items: [1] },
    traits: { plan: 'gold' },
    zone: 'Europe/Paris',
    locale: 'fr-FR',
    occurredAt: Date.parse('2026-11-24T07:00:00Z'),
    historical: false,
  });
});

test('an identify call carries traits, zone and country', () => {
  const traits = { email: 'ada@shop.example', address: { country: 'fr' }, timezone: 'Indian/Reunion' };
  expect(one('identify', { userId: 7, traits })).toMatchObject({
    kind: 'identify',
    userId: '7',
    traits,
    country: 'FR',
    zone: 'Indian/Reunion',
  });
});

test('pages and screens become events with their name among the properties', () => {
  expect(one('page', { userId: 'u', name: 'Home', properties: { path: '/' } })).toMatchObject({
    name: 'Page Viewed',
    properties: { path: '/', name: 'Home' },
  });
  expect(one('screen', { userId: 'u', name: 'Cart' })).toMatchObject({ name: 'Screen Viewed' });
});

test('group and alias are answered as not supported', () => {
  expect(one('group', { userId: 'u', groupId: 'g' })).toMatchObject({ code: 'unsupported_call' });
  expect(one('alias', { userId: 'u', previousId: 'p' })).toMatchObject({ code: 'unsupported_call' });
});

test('a sender whose clock is wrong is corrected by the span between timestamp and sentAt', () => {
  const call = one('track', {
    userId: 'u',
    event: 'e',
    timestamp: '2031-01-01T00:00:00Z',
    sentAt: '2031-01-01T00:01:00Z',
  });
  expect(call).toMatchObject({ occurredAt: now - 60_000 });
});

test('nothing happens later than it arrives', () => {
  expect(one('track', { userId: 'u', event: 'e', timestamp: '2030-01-01T00:00:00Z' })).toMatchObject({
    occurredAt: now,
  });
  const sent = { timestamp: '2026-11-24T10:05:00Z', sentAt: '2026-11-24T10:00:00Z' };
  expect(one('track', { userId: 'u', event: 'e', ...sent })).toMatchObject({ occurredAt: now });
});

test('a time of day without a zone is read as UTC on every machine', () => {
  expect(one('track', { userId: 'u', event: 'e', timestamp: '2026-11-23T08:00:00' })).toMatchObject({
    occurredAt: Date.parse('2026-11-23T08:00:00Z'),
  });
});

test('the same call sent again without messageId has the same id; said at another time it has another', () => {
  const id = (body: object) => (one('track', body) as { messageId: string }).messageId;
  const call = { userId: 'u', event: 'e', timestamp: '2026-11-24T09:00:00Z', properties: { cart: 1 } };
  expect(id({ ...call })).toBe(id({ ...call }));
  expect(id(call)).not.toBe(id({ ...call, timestamp: '2026-11-24T09:00:01Z' }));
  expect(id(call)).not.toBe(id({ ...call, properties: { cart: 2 } }));
});

test('two calls that do not say when are two calls', () => {
  const call = { userId: 'u', event: 'Logged In' };
  expect(one('track', call)).not.toEqual(one('track', call));
});

test('the outer context and sentAt hold for each call of a batch, its own context first', () => {
  const { calls } = readBatch(
    {
      sentAt: '2026-11-24T10:00:00Z',
      context: { timezone: 'Europe/Paris', locale: 'fr' },
      batch: [
        { type: 'track', userId: 'a', event: 'e', timestamp: '2026-11-24T09:00:00Z' },
        { type: 'track', userId: 'b', event: 'e', context: { locale: 'en' } },
      ],
    },
    reading,
  );
  expect(calls.map((c) => [c.zone, c.locale, c.occurredAt])).toEqual([
    ['Europe/Paris', 'fr', now - 3_600_000],
    ['Europe/Paris', 'en', now],
  ]);
});

test('history is marked on the call, in its context or on the whole batch', () => {
  const call = { type: 'track', userId: 'u', event: 'e' };
  const historical = (body: object) => readBatch(body, reading).calls.map((c) => c.historical);
  expect(
    historical({ batch: [call, { ...call, historical: true }, { ...call, context: { historical: true } }] }),
  ).toEqual([false, true, true]);
  expect(historical({ historical: true, batch: [{ ...call }] })).toEqual([true]);
});

test('each bad call of a batch is named, and the good ones are kept', () => {
  const { calls, problems } = readBatch(
    {
      batch: [
        { type: 'track', userId: 'u', event: 'e' },
        { type: 'track', event: 'e' },
        { type: 'track', userId: 'u' },
        { type: 'track', userId: 'u', event: 'e', timestamp: 'yesterday' },
        { type: 'dance', userId: 'u' },
        { type: 'track', userId: 'u', event: 'e', properties: [] },
        { type: 'track', userId: 'u', event: 'e', properties: { a: '\0' } },
        { type: 'track', userId: 'u', event: 'e', properties: { a: 'x'.repeat(33_000) } },
        { type: 'identify', userId: 'u', traits: { email: `${'x'.repeat(400)}@shop.example` } },
        'hello',
      ],
    },
    reading,
  );
  expect(calls).toHaveLength(1);
  expect(problems.map((p) => [p.code, p.field])).toEqual([
    ['no_identity', 'batch.1.userId'],
    ['invalid', 'batch.2.event'],
    ['invalid', 'batch.3.timestamp'],
    ['invalid', 'batch.4.type'],
    ['invalid', 'batch.5.properties'],
    ['invalid_text', 'batch.6.properties.a'],
    ['call_too_large', 'batch.7.properties'],
    ['invalid', 'batch.8.traits.email'],
    ['invalid', 'batch.9'],
  ]);
});

test('an unknown zone or locale of a device is left out, not refused', () => {
  const call = one('track', { userId: 'u', event: 'e', context: { timezone: 'Mars/Olympus', locale: '???' } });
  expect(call).not.toHaveProperty('zone');
  expect(call).not.toHaveProperty('locale');
});

test('what is no object at all is a problem, never an exception', () => {
  for (const body of [null, 1, 'x', [], true]) {
    expect(readCall('track', body, reading).problems).toHaveLength(1);
    expect(readBatch(body, reading).problems).toHaveLength(1);
  }
  expect(readBatch({ batch: 'x' }, reading).problems).toHaveLength(1);
});
