/** Lines of a consent import, each read by itself: a bad one is told with its number and keeps no good one back. Pure. */
import { z } from '@hono/zod-openapi';
import { flaw, hasEscapes } from '#api/json.ts';
import { moment, ref, text } from '#api/shape.ts';
import { COUNTED } from '#core/channels/index.ts';
import type { Json } from '#core/facts.ts';
import type { Line, Who } from '#store/consentfile.ts';

/** As the export writes it, and as other systems may: what is not asked here is no field of it. */
export const LineShape = z
  .strictObject({
    userId: z.union([text(255), z.number().transform(String)]).optional(),
    email: text(320).optional(),
    id: ref('customer').optional().openapi({ description: 'Where there is no userId: our own id' }),
    brand: text(64).default('default').openapi({ description: '`*`: all brands' }),
    channel: z.enum(['*', ...COUNTED]),
    topic: text(64).default('*').openapi({ description: '`*`: all topics' }),
    given: z.boolean(),
    pending: z.boolean().default(false).openapi({ description: 'A double opt-in that has not been confirmed' }),
    source: text(64).openapi({ description: 'Where it was said: a shop, a form, a call' }),
    reference: text(128).optional().openapi({ description: 'Its number there: written once for each source' }),
    wording: text(4_000).optional(),
    wordingVersion: text(64).optional(),
    at: moment().openapi({ description: 'When it was said: the later word counts, whenever it is imported' }),
    ip: z.union([z.ipv4(), z.ipv6()]).optional(),
    expiresAt: moment().optional(),
    proof: z.record(z.string(), z.unknown()).optional(),
    record: z.string().max(64).optional().openapi({ description: 'Of an export: not read' }),
  })
  .openapi('ConsentLine', {
    example: {
      ...{ userId: 'u-42', channel: 'email', topic: 'news', given: true, source: 'old_mailer', reference: '7001' },
      at: '2026-01-31T10:00:00Z',
    },
  });

export type LineProblem = { line: number; code: string; field?: string; message: string };

/** `number`: of the line in the file, from 1. */
export type ReadLine = Line & { number: number };

/** Clocks of other systems may be ahead by so much; what is later would outdo everything said until then. */
const AHEAD = 5 * 60_000;
const PROBLEMS_A_LINE = 5;

export type Lines = { lines: ReadLine[]; problems: LineProblem[] };

/** `limit`: bytes a line may have. */
export type Setting = { now: number; brands: ReadonlySet<string>; limit: number };

/** Of an NDJSON file; empty lines are counted and passed over. */
export function readLines(lines: readonly string[], setting: Setting): Lines {
  const read: Lines = { lines: [], problems: [] };
  for (const [i, line] of lines.entries()) {
    if (line.trim() === '') continue;
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch {
      read.problems.push({ line: i + 1, code: 'invalid_json', message: `line ${i + 1}: expected a JSON object.` });
      continue;
    }
    readOne(value, { ...setting, number: i + 1, escapes: hasEscapes(line) }, read);
  }
  return read;
}

export function readList(list: readonly unknown[], setting: Setting & { escapes: boolean }): Lines {
  const read: Lines = { lines: [], problems: [] };
  for (const [i, value] of list.entries()) readOne(value, { ...setting, number: i + 1 }, read);
  return read;
}

type Place = Setting & { number: number; escapes: boolean };

function readOne(value: unknown, place: Place, read: Lines): void {
  const line = lineOf(value, place);
  if (Array.isArray(line)) read.problems.push(...line);
  else read.lines.push(line);
}

/** The line, or what is wrong with it. */
function lineOf(value: unknown, { number, now, brands, limit, escapes }: Place): ReadLine | LineProblem[] {
  const wrong = (code: string, field: string, what: string): LineProblem => {
    const message = `line ${number}${field === '' ? '' : `, ${field}`}: ${what}`;
    return { line: number, code, ...(field === '' ? {} : { field }), message };
  };
  const { problem: bad, size } = flaw(value, escapes);
  if (bad) return [wrong(bad.code, bad.field ?? '', bad.message)];
  if (size > limit) return [wrong('line_too_large', '', `expected at most ${limit} bytes; keep the proof shorter.`)];
  const parsed = LineShape.safeParse(value);
  if (!parsed.success) {
    return parsed.error.issues
      .slice(0, PROBLEMS_A_LINE)
      .map(({ code, path, message }) =>
        wrong(code === 'unrecognized_keys' ? 'unknown_field' : 'invalid', path.map(String).join('.'), message),
      );
  }
  const { userId, email, id, record: _, expiresAt, proof, at, ...said } = parsed.data;
  const who = whoOf(userId, email, id);
  if (!who) {
    return [wrong('no_identity', 'userId', 'expected userId, email or id, and no e-mail beside a userId or an id.')];
  }
  if (said.brand !== '*' && !brands.has(said.brand)) {
    const known = [...brands].slice(0, 20).join(', ');
    return [wrong('unknown_brand', 'brand', `expected * or one of ${known}; make it first, by PUT /v1/brands.`)];
  }
  if (at > now + AHEAD) {
    return [wrong('in_future', 'at', `expected a moment that is past; it is ${new Date(now).toISOString()}.`)];
  }
  if (said.pending && !said.given) {
    return [wrong('invalid', 'pending', 'expected false: a withdrawal waits for nothing.')];
  }
  return {
    number,
    who,
    record: {
      ...said,
      ...{ reference: said.reference ?? null, wording: said.wording ?? null, ip: said.ip ?? null },
      ...{ wordingVersion: said.wordingVersion ?? null, at: new Date(at) },
      ...{ expiresAt: expiresAt === undefined ? null : new Date(expiresAt) },
      ...(proof === undefined ? {} : { proof: proof as Json }),
    },
  };
}

function whoOf(userId: string | undefined, email: string | undefined, id: number | undefined): Who | null {
  if (email !== undefined) return userId === undefined && id === undefined ? { email } : null;
  // An export names both: elsewhere our own numbers mean other people.
  if (userId !== undefined) return { userId };
  return id === undefined ? null : { customer: id };
}
