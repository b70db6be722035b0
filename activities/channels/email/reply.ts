/** What an SMTP server said: read from the stream, judged, and made fit to keep. */

export type Reply = { code: number; text: string };

export type Judgement = 'taken' | 'later' | 'never';

/** 5xx that speak of our login and not of the mail: to be mended and tried again, no customer's fault. */
const OURS = new Set([530, 534, 535, 538]);

export function judge({ code }: Reply): Judgement {
  if (code >= 200 && code < 300) return 'taken';
  return code >= 500 && code < 600 && !OURS.has(code) ? 'never' : 'later';
}

/** Code, enhanced code and words, without addresses: servers like to repeat the recipient's. */
export function fitToKeep({ code, text }: Reply): string {
  return withoutAddresses(`${code} ${text}`);
}

export function withoutAddresses(text: string): string {
  return text
    .replace(/[^\s<>"'(),;:]+@[^\s<>"'(),;]+/g, '…')
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .slice(0, 200);
}

export type Reader = { push(chunk: Buffer): void };

const MAX_REPLY = 16_384;

/** Calls `each` for every whole reply, multi-line ones joined; `broken` where what comes is no SMTP. */
export function createReader(each: (reply: Reply) => void, broken: (why: string) => void): Reader {
  let rest = '';
  let lines = '';
  return {
    push(chunk) {
      rest += chunk.toString('latin1');
      let start = 0;
      for (let end = rest.indexOf('\n', start); end >= 0; end = rest.indexOf('\n', start)) {
        const line = rest.slice(start, rest[end - 1] === '\r' ? end - 1 : end);
        start = end + 1;
        const code = Number(line.slice(0, 3));
        if (!(code >= 200 && code < 600)) return broken('the server answered something that is not SMTP');
        const text = line.slice(4);
        if (line[3] === '-') {
          lines += `${text} `;
          continue;
        }
        const reply = { code, text: lines + text };
        lines = '';
        each(reply);
      }
      rest = start === 0 ? rest : rest.slice(start);
      if (rest.length + lines.length > MAX_REPLY) broken('the server’s answer has no end');
    },
  };
}
