import fc from 'fast-check';
import { expect, test } from 'vitest';
import { quotedSize, writeQuoted, writeQuotedText } from '#activities/channels/email/quoted.ts';

function quoted(text: string): string {
  const input = Buffer.from(text, 'utf8');
  const output = Buffer.alloc(quotedSize(input.length));
  return output.toString('latin1', 0, writeQuoted(input, output, 0));
}

function unquoted(text: string): string {
  const bytes = text
    .replace(/=\r\n/g, '')
    .replace(/=([\dA-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

const hard = fc.array(
  fc.constantFrom('é', '👩‍👩‍👧', '.', ' ', '\t', '\n', '\r\n', '\r', '=', 'From ', 'a', 'bc', '\0', '€'),
  { maxLength: 400 },
);

test('what is quoted comes back, with line ends made CRLF', () => {
  fc.assert(
    fc.property(hard, (pieces) => {
      const text = pieces.join('');
      expect(unquoted(quoted(text))).toBe(text.replace(/\r\n|\r|\n/g, '\r\n'));
    }),
  );
});

test('no line is too long, starts with a dot or with "From ", or ends in a blank', () => {
  fc.assert(
    fc.property(hard, (pieces) => {
      const lines = quoted(pieces.join('')).split('\r\n');
      for (const line of lines) {
        expect(line).toMatch(/^[\t\x20-\x7e]{0,76}$/);
        expect(line).not.toMatch(/^\.|^From |[ \t]$/);
      }
    }),
  );
});

test('in pieces, of the template or of the customer, whether seen before or not, the same comes out', () => {
  // One buffer for all, as the mails of a burst have.
  const output = Buffer.alloc(quotedSize(60_000));
  fc.assert(
    fc.property(fc.array(fc.tuple(hard, fc.boolean()), { maxLength: 12 }), (parts) => {
      const texts = parts.map(([signs]) => signs.join(''));
      const pieces = parts.map(([, fixed], i) => (fixed ? { text: texts[i]! } : texts[i]!));
      for (const _ of ['first', 'again'])
        expect(output.toString('latin1', 0, writeQuotedText(pieces, output, 0))).toBe(quoted(texts.join('')));
    }),
  );
});

test('the room asked for is enough for the worst of inputs', () => {
  for (const worst of ['é'.repeat(5_000), '='.repeat(10_000), '\n'.repeat(10_000), ' \n'.repeat(5_000)])
    expect(quoted(worst).length).toBeLessThanOrEqual(quotedSize(Buffer.byteLength(worst)));
});
