/** Reading JSON from strangers: bounded, well-formed, and nothing in it that the store could not keep. */

import { Refusal, refuse } from '#api/problem.ts';
import type { Problem } from '#core/problem.ts';

/** `text` tells whether escapes are worth looking for; see `flaw`. */
export type Body = { value: unknown; text: string };

const MAX_DEPTH = 32;
const KB = 1024;
const MB = 1024 * KB;
const utf8 = new TextDecoder('utf-8', { fatal: true });

export async function readJson(
  request: Request,
  { limit, types = ['application/json'] }: { limit: number; types?: readonly string[] },
): Promise<Body | Refusal> {
  const bytes = await readBytes(request, { limit, types });
  if (bytes instanceof Refusal) return bytes;
  return parse(bytes);
}

export async function readBytes(
  request: Request,
  { limit, types }: { limit: number; types: readonly string[] },
): Promise<Uint8Array | Refusal> {
  const type = (request.headers.get('content-type') ?? '').split(';')[0]!.trim().toLowerCase();
  if (!types.includes(type)) {
    return refuse(
      415,
      'unsupported_media_type',
      `Content-Type is '${printable(type)}'; expected ${types.filter(Boolean).join(' or ')}.`,
    );
  }
  const encoding = request.headers.get('content-encoding') ?? 'identity';
  if (encoding !== 'identity') {
    return refuse(
      415,
      'unsupported_encoding',
      `Content-Encoding '${printable(encoding)}' is not taken: send it plain.`,
    );
  }
  const declared = request.headers.get('content-length');
  if (declared !== null && Number(declared) > limit) return tooLarge(limit);
  if (declared !== null) {
    const bytes = new Uint8Array(await request.arrayBuffer());
    return bytes.length > limit ? tooLarge(limit) : bytes;
  }
  return readStream(request, limit);
}

/** A body of undeclared length is read until it is too long. */
async function readStream(request: Request, limit: number): Promise<Uint8Array | Refusal> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.length;
    if (size > limit) return tooLarge(limit);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function tooLarge(limit: number): Refusal {
  if (limit < MB) {
    const message = `The body is larger than ${limit / KB} kB, the most this address takes: send less at a time.`;
    return refuse(413, 'too_large', message);
  }
  return refuse(
    413,
    'too_large',
    `The body is larger than ${limit / MB} MB, the most this address takes: send less at a time.`,
  );
}

function parse(bytes: Uint8Array): Body | Refusal {
  let text: string;
  try {
    text = utf8.decode(bytes);
  } catch {
    return refuse(400, 'not_utf8', 'The body is not UTF-8.');
  }
  try {
    return { value: JSON.parse(text), text };
  } catch (problem) {
    // The parser's own words quote the input, which may hold personal data: only the place is passed on.
    const place = /position (\d+)/.exec((problem as Error).message)?.[1];
    const where =
      text.trim() === '' ? 'it is empty' : place ? `it breaks off at character ${place}` : 'it is incomplete';
    return refuse(400, 'invalid_json', `The body is not JSON: ${where}.`);
  }
}

/** Only escapes can bring a NUL or half a surrogate pair into decoded UTF-8: without any, strings need no look. */
export function hasEscapes(text: string): boolean {
  return text.includes('\\u');
}

const UNSTORABLE = /[\0\p{Surrogate}]/u;

type Found = { code: string; what: string /** Innermost first. */; path: (string | number)[] };

/** The first thing in `value` that cannot be stored as it is, or null. `size` is its rough length in bytes. */
export function flaw(value: unknown, escapes: boolean): { problem: Problem | null; size: number } {
  const tally = { size: 0 };
  const found = walk(value, escapes, 0, tally);
  return { problem: found && problemOf(found), size: tally.size };
}

/** The path is put together on the way back from a find: the way in, taken by every good call, makes no garbage. */
function walk(node: unknown, escapes: boolean, depth: number, tally: { size: number }): Found | null {
  if (typeof node === 'string') {
    tally.size += node.length + 3;
    if (!escapes || !UNSTORABLE.test(node)) return null;
    return { code: 'invalid_text', what: 'holds a NUL character or half a surrogate pair: remove it.', path: [] };
  }
  if (typeof node === 'number') {
    tally.size += 8;
    if (Number.isFinite(node)) return null;
    return { code: 'number_too_large', what: 'is a number too large to be kept: send it as text.', path: [] };
  }
  tally.size += 5;
  if (node === null || typeof node !== 'object') return null;
  if (depth >= MAX_DEPTH) {
    return { code: 'too_deep', what: `is nested deeper than ${MAX_DEPTH} levels: flatten it.`, path: [] };
  }
  if (Array.isArray(node)) {
    for (let i = 0; i < node.length; i += 1) {
      const found = walk(node[i], escapes, depth + 1, tally);
      if (found) return inside(found, i);
    }
    return null;
  }
  for (const key in node) {
    tally.size += key.length + 4;
    if (escapes && UNSTORABLE.test(key)) {
      return {
        code: 'invalid_text',
        what: 'has a key with a NUL character or half a surrogate pair: rename it.',
        path: [],
      };
    }
    const found = walk((node as Record<string, unknown>)[key], escapes, depth + 1, tally);
    if (found) return inside(found, key);
  }
  return null;
}

function inside(found: Found, part: string | number): Found {
  found.path.push(part);
  return found;
}

function problemOf({ code, what, path }: Found): Problem {
  const field = printable(path.reverse().join('.'));
  return { code, ...(field === '' ? {} : { field }), message: `'${field || 'body'}' ${what}` };
}

function printable(text: string): string {
  return text.replace(/[^\x20-\x7e\u00a0-\ud7ff…]/g, '?').slice(0, 220);
}
