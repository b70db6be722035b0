/**
 * SHA-256 (FIPS 180-4) in plain code, for the core has no Node: names plans by their content and draws stable fractions.
 * Not for secrets: API keys are hashed by the platform's own crypto.
 */

/** Hex digest of the UTF-8 of `text`. */
export function sha256(text: string): string {
  return Array.from(digest(text), (word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
}

/** A number in [0, 1) that depends on the parts and on nothing else. */
export function stableFraction(...parts: readonly (string | number)[]): number {
  // JSON keeps ('a', 'b') and ('ab') apart.
  const [high = 0, low = 0] = digest(JSON.stringify(parts));
  return ((high >>> 0) * 0x200000 + (low >>> 11)) / 2 ** 53;
}

const ROUND = primeRoots(64, 1 / 3);
const INITIAL = primeRoots(8, 1 / 2);

/** The schedule of one block at a time; nothing is awaited in between. */
const SCHEDULE = new Int32Array(64);

function digest(text: string): Int32Array {
  const blocks = padded(utf8(text));
  const state = Int32Array.from(INITIAL);
  const w = SCHEDULE;
  for (let at = 0; at < blocks.length; at += 16) {
    for (let i = 0; i < 16; i += 1) w[i] = blocks[at + i]!;
    for (let i = 16; i < 64; i += 1) {
      const x = w[i - 15]!;
      const y = w[i - 2]!;
      const s0 = rotate(x, 7) ^ rotate(x, 18) ^ (x >>> 3);
      const s1 = rotate(y, 17) ^ rotate(y, 19) ^ (y >>> 10);
      w[i] = (w[i - 16]! + s0 + w[i - 7]! + s1) | 0;
    }
    compress(state, w);
  }
  return state;
}

/** Plain variables: it is asked for each customer of a burst, and a list a round would cost more than the sums. */
function compress(state: Int32Array, w: Int32Array): void {
  let a = state[0]!;
  let b = state[1]!;
  let c = state[2]!;
  let d = state[3]!;
  let e = state[4]!;
  let f = state[5]!;
  let g = state[6]!;
  let h = state[7]!;
  for (let i = 0; i < 64; i += 1) {
    const big1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
    const t1 = (h + big1 + ((e & f) ^ (~e & g)) + ROUND[i]! + w[i]!) | 0;
    const big0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
    const t2 = (big0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  // Words of the state wrap by themselves: the list is of 32 bits.
  state[0]! += a;
  state[1]! += b;
  state[2]! += c;
  state[3]! += d;
  state[4]! += e;
  state[5]! += f;
  state[6]! += g;
  state[7]! += h;
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
  for (let i = 0; i < bytes.length; i += 1) words[i >> 2]! |= bytes[i]! << (24 - (i % 4) * 8);
  words[bytes.length >> 2]! |= 0x80 << (24 - (bytes.length % 4) * 8);
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
