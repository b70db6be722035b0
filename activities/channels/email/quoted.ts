/**
 * Quoted-printable, written straight into a buffer: the one loop that sees every byte of every mail.
 * No line of the output starts with a dot, so that SMTP needs no second pass to stuff them.
 */
import type { Piece } from '#activities/channels/liquid.ts';
import type { Passage } from '#activities/channels/shortcut.ts';

const CR = 0x0d;
const LF = 0x0a;
const SPACE = 0x20;
const TAB = 0x09;
const DOT = 0x2e;
const EQUALS = 0x3d;
const F = 0x46;
/** With its soft break's `=`, 76 (RFC 2045). */
const WIDTH = 75;

const HEX = Buffer.from('0123456789ABCDEF', 'latin1');
const LITERAL = new Uint8Array(256);
for (let byte = 0x21; byte <= 0x7e; byte += 1) LITERAL[byte] = byte === EQUALS ? 0 : 1;
LITERAL[DOT] = 0;
LITERAL[F] = 0;

/** Bytes that `writeQuoted` may need for so many bytes of input: each tripled, with its share of soft breaks. */
export function quotedSize(bytes: number): number {
  return bytes * 4 + 16;
}

/** Writes from `start` on and answers where it ended. Line ends of all kinds become CRLF. */
export function writeQuoted(input: Uint8Array, output: Uint8Array, start: number): number {
  const length = input.length;
  let out = start;
  let column = 0;
  for (let i = 0; i < length; i += 1) {
    const byte = input[i]!;
    // A blank followed by a letter, which most are, needs no second look.
    if (LITERAL[byte] === 1 || (byte === SPACE && LITERAL[input[i + 1] ?? LF] === 1)) {
      if (column >= WIDTH) {
        output[out++] = EQUALS;
        output[out++] = CR;
        output[out++] = LF;
        column = 0;
      }
      output[out++] = byte;
      column += 1;
      continue;
    }
    if (byte === LF || byte === CR) {
      if (byte === CR && input[i + 1] === LF) i += 1;
      output[out++] = CR;
      output[out++] = LF;
      column = 0;
      continue;
    }
    const literal = keepsItself(byte, input, i, column === 0 || column >= WIDTH);
    if (column + (literal ? 1 : 3) > WIDTH) {
      output[out++] = EQUALS;
      output[out++] = CR;
      output[out++] = LF;
      column = 0;
    }
    if (literal) {
      output[out++] = byte;
      column += 1;
    } else {
      output[out++] = EQUALS;
      output[out++] = HEX[byte >> 4]!;
      output[out++] = HEX[byte & 15]!;
      column += 3;
    }
  }
  return out;
}

/** Blanks do not end a line, dots do not start one, and neither does the "From " that mailbox files cut at. */
function keepsItself(byte: number, input: Uint8Array, i: number, first: boolean): boolean {
  if (byte === SPACE || byte === TAB) {
    const next = input[i + 1];
    return next !== undefined && next !== LF && next !== CR;
  }
  if (byte === DOT) return !first;
  if (byte === F) return !(first && input[i + 1] === 0x72 && input[i + 2] === 0x6f && input[i + 3] === 0x6d);
  return false;
}

/** A template's own text: its first and its last line go on before and after it, what lies between is written once. */
type Kept = { first: string; between: Uint8Array; last: string };

const kept = new WeakMap<Passage, Kept>();

/** As `writeQuoted`, for text in pieces; needs at most `quotedSize` of three bytes a character. */
export function writeQuotedText(pieces: readonly Piece[], output: Buffer, start: number): number {
  let out = start;
  let line = '';
  for (const piece of pieces) {
    if (typeof piece === 'string') {
      line += piece;
      continue;
    }
    let known = kept.get(piece);
    if (known === undefined) {
      known = keep(piece.text);
      kept.set(piece, known);
    }
    line += known.first;
    if (known.between.length === 0) continue;
    // A line's end follows: a return before it is a part of it.
    out = writeLines(line.endsWith('\r') ? line.slice(0, -1) : line, output, out);
    output.set(known.between, out);
    out += known.between.length;
    line = known.last;
  }
  return writeLines(line, output, out);
}

function keep(text: string): Kept {
  const from = text.indexOf('\n');
  const upto = text.lastIndexOf('\n');
  if (from < 0) return { first: text, between: new Uint8Array(), last: '' };
  const bytes = Buffer.from(text.slice(from, upto + 1), 'utf8');
  const between = Buffer.alloc(quotedSize(bytes.length));
  return {
    first: text.slice(0, from),
    between: between.subarray(0, writeQuoted(bytes, between, 0)),
    last: text.slice(upto + 1),
  };
}

const room = Buffer.allocUnsafeSlow(16_384);

function writeLines(text: string, output: Uint8Array, start: number): number {
  const bytes = text.length * 3 <= room.length ? room.subarray(0, room.write(text)) : Buffer.from(text, 'utf8');
  return writeQuoted(bytes, output, start);
}
