/** DKIM (RFC 6376, relaxed/relaxed, rsa-sha256): says whose mail it is, and that nobody has touched the unsubscribe headers. */
import { createHash, createPrivateKey, type KeyObject, sign } from 'node:crypto';

export type DkimSettings = {
  domain: string;
  selector: string;
  /** PEM; line ends may be written as `\n`. */
  key: string;
};

/** Signs a mail as it goes over the wire, with the dot at its end; answers it with the signature before it. */
export type Signer = { sign(data: Buffer): Promise<Buffer> };

/** What a receiver shows, threads, answers or unsubscribes by. */
const SIGNED = new Set([
  ...['from', 'to', 'subject', 'date', 'message-id', 'reply-to', 'mime-version', 'content-type', 'list-id'],
  ...['list-unsubscribe', 'list-unsubscribe-post', 'feedback-id', 'auto-submitted'],
]);
const HEAD_END = Buffer.from('\r\n\r\n');
const FINAL_DOT = Buffer.from('.\r\n');

export function createSigner({ domain, selector, key }: DkimSettings): Signer {
  const secret = readKey(key);
  return {
    async sign(data) {
      const at = data.indexOf(HEAD_END);
      const end = data.length - FINAL_DOT.length;
      if (at < 0 || !data.subarray(end).equals(FINAL_DOT))
        throw new Error('A mail has a head, a body and a final dot.');
      const headers = relaxedHeaders(data.toString('latin1', 0, at));
      const names = headers.map(({ name }) => name);
      const value =
        `v=1; a=rsa-sha256; c=relaxed/relaxed; d=${domain}; s=${selector};\r\n ` +
        // Named once more than it is there: a second From breaks the signature.
        `h=${[...names, 'from'].join(':\r\n ')};\r\n bh=${bodyHash(data.subarray(at + HEAD_END.length, end))};\r\n b=`;
      const input = `${headers.map((h) => `${h.name}:${h.value}\r\n`).join('')}dkim-signature:${relaxed(value)}`;
      const mark = await signed(Buffer.from(input, 'latin1'), secret);
      const folded = mark.toString('base64').replace(/.{72}(?=.)/g, '$&\r\n ');
      return Buffer.concat([Buffer.from(`DKIM-Signature: ${value}${folded}\r\n`, 'latin1'), data]);
    },
  };
}

function readKey(text: string): KeyObject {
  let key: KeyObject;
  try {
    key = createPrivateKey(text.replaceAll('\\n', '\n'));
  } catch {
    throw new Error('The DKIM key cannot be read: expected an RSA private key in PEM (-----BEGIN PRIVATE KEY-----).');
  }
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  if (key.asymmetricKeyType !== 'rsa' || bits < 1024)
    throw new Error(`The DKIM key is ${key.asymmetricKeyType} of ${bits} bits: expected RSA of 1024 bits or more.`);
  return key;
}

/** In the thread pool: with 2048 bits it costs as much as everything else about a mail. */
function signed(input: Buffer, key: KeyObject): Promise<Buffer> {
  return new Promise((resolve, reject) =>
    sign('sha256', input, key, (error, mark) => (error ? reject(error) : resolve(mark))),
  );
}

function relaxedHeaders(head: string): { name: string; value: string }[] {
  const found: { name: string; value: string }[] = [];
  for (const line of head.split(/\r\n(?![ \t])/)) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).trim().toLowerCase();
    if (SIGNED.has(name)) found.push({ name, value: relaxed(line.slice(colon + 1)) });
  }
  return found;
}

function relaxed(value: string): string {
  return value
    .replace(/\r\n/g, '')
    .replace(/[ \t]+/g, ' ')
    .trim();
}

const SPACE = 0x20;
const TAB = 0x09;
const CR = 0x0d;
const LF = 0x0a;
let room = Buffer.allocUnsafeSlow(64 * 1024);

/** Blanks in a row are one, none ends a line, and no empty lines end the body. */
function bodyHash(body: Buffer): string {
  if (room.length < body.length + 2) room = Buffer.allocUnsafeSlow(2 * body.length + 2);
  const out = room;
  let end = 0;
  let blank = false;
  for (let i = 0; i < body.length; i += 1) {
    const byte = body[i]!;
    if (byte === SPACE || byte === TAB) {
      blank = true;
      continue;
    }
    if (blank && byte !== CR) out[end++] = SPACE;
    blank = false;
    out[end++] = byte;
  }
  while (end >= 4 && out[end - 1] === LF && out[end - 3] === LF) end -= 2;
  if (end === 2 && out[1] === LF) end = 0;
  if (end > 0 && out[end - 1] !== LF) {
    out[end++] = CR;
    out[end++] = LF;
  }
  return createHash('sha256').update(out.subarray(0, end)).digest('base64');
}
