/** Segment's call shapes read by hand: a batch of thousands must cost less than storing it. Pure. */
import { createHash } from 'node:crypto';
import { flaw } from '#api/json.ts';
import { isZone } from '#core/date.ts';
import type { Incoming } from '#core/event.ts';
import type { Json } from '#core/facts.ts';
import type { Problem } from '#core/problem.ts';

export const CALL_TYPES = ['identify', 'track', 'page', 'screen', 'group', 'alias'] as const;
export type CallType = (typeof CALL_TYPES)[number];

/** Segment's own limit. */
export const BATCH_CALLS = 2_500;

export type Reading = {
  source: string;
  /** Domain ms of receipt. */
  now: number;
  /** Bytes a call may have. */
  callLimit: number;
  /** Whether the text had escapes: see `flaw`. */
  escapes: boolean;
};

export type Read = { calls: Incoming[]; problems: Problem[] };

type Bag = Record<string, unknown>;

/** Calls that are good, problems of those that are not; each problem names its call. */
export function readBatch(body: unknown, reading: Reading): Read {
  if (!isBag(body)) return none('invalid', 'body', 'expected an object with `batch`, a list of calls.');
  if (!Array.isArray(body.batch)) return none('invalid', 'batch', 'expected a list of calls.');
  const outer = isBag(body.context) ? body.context : undefined;
  const read: Read = { calls: [], problems: [] };
  for (let i = 0; i < body.batch.length; i += 1) {
    const item: unknown = body.batch[i];
    const at = `batch.${i}.`;
    if (!isBag(item)) {
      read.problems.push({
        code: 'invalid',
        field: `batch.${i}`,
        message: `batch.${i}: expected a call, an object with \`type\`.`,
      });
      continue;
    }
    const type = item.type;
    if (typeof type !== 'string' || !CALL_TYPES.includes(type as CallType)) {
      read.problems.push(bad(at, 'type', `expected one of ${CALL_TYPES.join(', ')}.`));
      continue;
    }
    if (item.sentAt === undefined && body.sentAt !== undefined) item.sentAt = body.sentAt;
    if (body.historical === true) item.historical = true;
    readOne(type as CallType, item, { ...reading, outer, at }, read);
  }
  return read;
}

export function readCall(type: CallType, body: unknown, reading: Reading): Read {
  if (!isBag(body)) return none('invalid', 'body', 'expected an object.');
  const read: Read = { calls: [], problems: [] };
  readOne(type, body, { ...reading, outer: undefined, at: '' }, read);
  return read;
}

type Place = Reading & { outer: Bag | undefined; at: string };

function readOne(type: CallType, item: Bag, place: Place, read: Read): void {
  const call = readItem(type, item, place);
  if ('code' in call) read.problems.push(call);
  else read.calls.push(call);
}

function readItem(type: CallType, item: Bag, place: Place): Incoming | Problem {
  const { at, now, outer } = place;
  if (type === 'group' || type === 'alias') {
    return { ...bad(at, 'type', `${type} calls are not supported: nothing was stored.`), code: 'unsupported_call' };
  }
  const { problem, size } = flaw(item, place.escapes);
  if (problem) return { ...problem, field: `${at}${problem.field ?? ''}`, message: `${at}${problem.message}` };
  if (size > place.callLimit) {
    return { ...bad(at, 'properties', `the call is larger than ${place.callLimit} bytes.`), code: 'call_too_large' };
  }
  const userId = readId(item.userId);
  const anonymousId = readId(item.anonymousId);
  if (userId === null) return bad(at, 'userId', `expected text of at most ${ID_MAX} characters.`);
  if (anonymousId === null) return bad(at, 'anonymousId', `expected text of at most ${ID_MAX} characters.`);
  if (userId === undefined && anonymousId === undefined) {
    return { ...bad(at, 'userId', 'one of userId and anonymousId is needed.'), code: 'no_identity' };
  }
  const context = isBag(item.context) ? (outer ? { ...outer, ...item.context } : item.context) : (outer ?? NOTHING);
  const name = nameOf(type, item);
  if (name === null) return bad(at, 'event', `expected the event's name, at most ${NAME_MAX} characters.`);
  const properties = item.properties ?? NOTHING;
  if (!isBag(properties)) return bad(at, 'properties', 'expected an object.');
  const traits = (type === 'identify' ? item.traits : context.traits) ?? NOTHING;
  if (!isBag(traits)) return bad(at, 'traits', 'expected an object.');
  for (const [kind, max] of ADDRESSES) {
    const value = traits[kind];
    if (value !== undefined && value !== null && (typeof value !== 'string' || value.length > max)) {
      return bad(at, `traits.${kind}`, `expected text of at most ${max} characters.`);
    }
  }
  const occurredAt = readTime(item, now);
  if (typeof occurredAt !== 'number') return bad(at, occurredAt.field, occurredAt.message);
  if (item.messageId !== undefined && item.messageId !== null && !isText(item.messageId, MESSAGE_ID_MAX)) {
    return bad(at, 'messageId', `expected text of 1 to ${MESSAGE_ID_MAX} characters.`);
  }
  const zone = readZone(context.timezone ?? traits.timezone);
  const country = readCountry(context, traits);
  const locale = readLocale(context.locale ?? traits.locale);
  const incoming: Incoming = {
    kind: type === 'identify' ? 'identify' : 'track',
    source: place.source,
    messageId: '',
    ...(userId === undefined ? {} : { userId }),
    ...(anonymousId === undefined ? {} : { anonymousId }),
    name,
    properties: (type === 'page' || type === 'screen' ? pageOf(item, properties) : properties) as Record<string, Json>,
    traits: traits as Record<string, Json>,
    ...(zone === undefined ? {} : { zone }),
    ...(country === undefined ? {} : { country }),
    ...(locale === undefined ? {} : { locale }),
    occurredAt,
    historical: item.historical === true || context.historical === true,
  };
  incoming.messageId = (item.messageId as string | null | undefined) ?? derivedId(type, item, incoming);
  return incoming;
}

const NOTHING: Bag = {};
const ADDRESSES = [
  ['email', 320],
  ['phone', 40],
] as const;
const ID_MAX = 255;
const NAME_MAX = 200;
const MESSAGE_ID_MAX = 200;

/** undefined: there is none; null: it is no good. Numbers are taken, for many senders' ids are. */
function readId(value: unknown): string | null | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : null;
  return isText(value, ID_MAX) ? value : null;
}

function nameOf(type: CallType, item: Bag): string | null {
  if (type === 'identify') return '';
  if (type === 'page') return 'Page Viewed';
  if (type === 'screen') return 'Screen Viewed';
  return isText(item.event, NAME_MAX) ? item.event : null;
}

function pageOf(item: Bag, properties: Bag): Bag {
  return {
    ...properties,
    ...(typeof item.name === 'string' ? { name: item.name } : {}),
    ...(typeof item.category === 'string' ? { category: item.category } : {}),
  };
}

const ISO = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/i;
const EARLIEST = Date.UTC(1900, 0);

/**
 * When it happened by our clock: the sender's clock may be wrong, but the span between `timestamp` and `sentAt` is right.
 * Never later than its receipt: what has not happened yet sets nothing off.
 */
function readTime(item: Bag, now: number): number | { field: string; message: string } {
  if (item.timestamp === undefined || item.timestamp === null) return now;
  const timestamp = parseTime(item.timestamp);
  if (timestamp === null)
    return { field: 'timestamp', message: 'expected a time in ISO 8601, like 2026-11-24T10:00:00Z.' };
  if (item.sentAt === undefined || item.sentAt === null) return Math.min(timestamp, now);
  const sentAt = parseTime(item.sentAt);
  if (sentAt === null) return { field: 'sentAt', message: 'expected a time in ISO 8601, like 2026-11-24T10:00:00Z.' };
  const occurred = Math.min(now, now - (sentAt - timestamp));
  if (occurred < EARLIEST) return { field: 'timestamp', message: 'lies before 1900 by the span to sentAt.' };
  return occurred;
}

function parseTime(value: unknown): number | null {
  if (typeof value !== 'string' || value.length > 40) return null;
  const found = ISO.exec(value);
  if (!found) return null;
  // Without a zone, a time of day would be read in the zone of this machine.
  const time = Date.parse(value.length > 10 && !found[1] ? `${value}Z` : value);
  return Number.isNaN(time) || time < EARLIEST ? null : time;
}

/** An unknown zone is left out rather than refused: it comes from the customer's device. */
function readZone(value: unknown): string | undefined {
  if (typeof value !== 'string' || value.length > 64) return undefined;
  return isZone(value) ? value : undefined;
}

function readCountry(context: Bag, traits: Bag): string | undefined {
  const address = isBag(traits.address) ? traits.address : NOTHING;
  const location = isBag(context.location) ? context.location : NOTHING;
  for (const value of [traits.country, address.country, context.country, location.country]) {
    if (typeof value === 'string' && /^[A-Za-z]{2}$/.test(value)) return value.toUpperCase();
  }
  return undefined;
}

function readLocale(value: unknown): string | undefined {
  return typeof value === 'string' && /^[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*$/.test(value) && value.length <= 35
    ? value.replaceAll('_', '-')
    : undefined;
}

/**
 * A call without messageId that is sent again must be known again: its id is made from all it says. Two calls that do not
 * even say when cannot be told from a repetition, so each is taken for itself.
 */
function derivedId(type: CallType, item: Bag, call: Incoming): string {
  const when = item.timestamp ?? item.sentAt;
  if (when === undefined || when === null) return `auto-${globalThis.crypto.randomUUID()}`;
  const said = [call.source, type, call.userId, call.anonymousId, call.name, when, call.properties, call.traits];
  return `auto-${createHash('sha256').update(JSON.stringify(said)).digest('base64url')}`;
}

function isText(value: unknown, max: number): value is string {
  return typeof value === 'string' && value.length > 0 && value.length <= max;
}

function isBag(value: unknown): value is Bag {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function bad(at: string, field: string, message: string): Problem {
  return { code: 'invalid', field: `${at}${field}`, message: `${at}${field}: ${message}` };
}

function none(code: string, field: string, message: string): Read {
  return { calls: [], problems: [{ code, field, message: `${field}: ${message}` }] };
}
