/**
 * SHA-256 (FIPS 180-4) in plain code, for the core has no Node: names plans by their content and draws stable fractions.
 * Not for secrets: API keys are hashed by the platform's own crypto.
 */

/** Hex digest of the UTF-8 of `text`. */
export function sha256(text: string): string {
  return digest(text)
    .map((word) => (word >>> 0).toString(16).padStart(8, '0'))
    .join('');
}

/** A number in [0, 1) that depends on the parts and on nothing else. */
export function stableFraction(...parts: readonly (string | number)[]): number {
  // JSON keeps ('a', 'b') and ('ab') apart.
  const [high = 0, low = 0] = digest(JSON.stringify(parts));
  return ((high >>> 0) * 0x200000 + (low >>> 11)) / 2 ** 53;
}

const ROUND = primeRoots(64, 1 / 3);
const INITIAL = primeRoots(8, 1 / 2);

function digest(text: string): number[] {
  const blocks = padded(utf8(text));
  const state = [...INITIAL];
  const w = new Int32Array(64);
  for (let at = 0; at < blocks.length; at += 16) {
    for (let i = 0; i < 16; i += 1) w[i] = blocks[at + i] as number;
    for (let i = 16; i < 64; i += 1) {
      const x = w[i - 15] as number;
      const y = w[i - 2] as number;
      const s0 = rotate(x, 7) ^ rotate(x, 18) ^ (x >>> 3);
      const s1 = rotate(y, 17) ^ rotate(y, 19) ^ (y >>> 10);
      w[i] = ((w[i - 16] as number) + s0 + (w[i - 7] as number) + s1) | 0;
    }
    compress(state, w);
  }
  return state;
}

function compress(state: number[], w: Int32Array): void {
  let [a, b, c, d, e, f, g, h] = state as [number, number, number, number, number, number, number, number];
  for (let i = 0; i < 64; i += 1) {
    const big1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
    const t1 = (h + big1 + ((e & f) ^ (~e & g)) + (ROUND[i] as number) + (w[i] as number)) | 0;
    const big0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
    const t2 = (big0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + t1) | 0, c, b, a, (t1 + t2) | 0];
  }
  for (const [i, v] of [a, b, c, d, e, f, g, h].entries()) state[i] = ((state[i] as number) + v) | 0;
}

function rotate(x: number, by: number): number {
  return (x >>> by) | (x << (32 - by));
}

/** 32 bits of the fraction of the roots of the first primes: the constants of the standard. */
function primeRoots(count: number, power: number): number[] {
  const found: number[] = [];
  for (let n = 2; found.length < count; n += 1) {
    if (!found.some((p) => n % p === 0)) found.push(n);
  }
  return found.map((p) => {
    const root = p ** power;
    return ((root - Math.floor(root)) * 2 ** 32) | 0;
  });
}

function padded(bytes: readonly number[]): Int32Array {
  const words = new Int32Array((((bytes.length + 8) >> 6) + 1) * 16);
  for (const [i, byte] of [...bytes, 0x80].entries())
    words[i >> 2] = (words[i >> 2] as number) | (byte << (24 - (i % 4) * 8));
  words[words.length - 2] = Math.floor(bytes.length / 2 ** 29);
  words[words.length - 1] = bytes.length << 3;
  return words;
}

function utf8(text: string): number[] {
  const bytes: number[] = [];
  for (const char of text) {
    const point = char.codePointAt(0) as number;
    // A lone surrogate becomes U+FFFD, as TextEncoder has it.
    const code = point >= 0xd800 && point <= 0xdfff ? 0xfffd : point;
    if (code < 0x80) bytes.push(code);
    else if (code < 0x800) bytes.push(0xc0 | (code >> 6), tail(code));
    else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), tail(code >> 6), tail(code));
    else bytes.push(0xf0 | (code >> 18), tail(code >> 12), tail(code >> 6), tail(code));
  }
  return bytes;
}

function tail(code: number): number {
  return 0x80 | (code & 0x3f);
}
