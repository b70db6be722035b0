/**
 * Quoted-printable, written straight into a buffer: the one loop that sees every byte of every mail.
 * No line of the output starts with a dot, so that SMTP needs no second pass to stuff them.
 */

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

/** Lines already written, as their bytes: most lines of a template's mails are the same in each. */
export type Lines = Map<string, Uint8Array>;

/** Lines kept for one template, and the longest worth keeping; the first mail brings those that never change. */
const KEPT = 400;
const LONGEST = 1_000;

/** As `writeQuoted`, for text; needs at most `quotedSize` of three bytes a character. */
export function writeQuotedText(text: string, output: Uint8Array, start: number, lines: Lines): number {
  let out = start;
  for (let from = 0; ; ) {
    const end = text.indexOf('\n', from);
    const upto = end < 0 ? text.length : end;
    const line = text.slice(from, end > from && text.charCodeAt(end - 1) === CR ? end - 1 : upto);
    const known = lines.get(line);
    if (known !== undefined) {
      output.set(known, out);
      out += known.length;
    } else {
      const bytes = Buffer.from(line, 'utf8');
      const begin = out;
      out = writeQuoted(bytes, output, out);
      // Both are copies: the key, for a slice would keep its whole mail in memory; the bytes, for the buffer is used again.
      if (lines.size < KEPT && line.length <= LONGEST) {
        lines.set(bytes.toString('utf8'), new Uint8Array(output.subarray(begin, out)));
      }
    }
    if (end < 0) return out;
    output[out++] = CR;
    output[out++] = LF;
    from = end + 1;
  }
}
