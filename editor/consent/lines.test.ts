import { expect, test } from 'vitest';
import { LINES_AT_ONCE, partsOf } from '#editor/consent/lines.ts';

test('lines of JSON go as they are, in parts the API takes, each with its number in the file', () => {
  const file = `{"a":1}\r\n\n${'{"b":2}\n'.repeat(LINES_AT_ONCE)}`;
  const parts = partsOf(file, false);
  expect(parts.map(({ numbers }) => numbers.length)).toEqual([LINES_AT_ONCE, 1]);
  expect(parts[0]!.numbers.slice(0, 2)).toEqual([1, 3]);
  expect(parts[0]!.text.split('\n')[0]).toBe('{"a":1}');
  expect(parts[1]!.numbers).toEqual([LINES_AT_ONCE + 2]);
});

test('a table is read by its heading, with either comma, and yes and no in both languages', () => {
  const file = '\uFEFFuserId;channel;given;wording\r\nann;email;oui;"I agree; ""yes"""\r\n;;;\r\nbob;sms;non;\r\n';
  const [part] = partsOf(file, true);
  expect(part!.text.split('\n').map((line) => JSON.parse(line))).toEqual([
    { userId: 'ann', channel: 'email', given: true, wording: 'I agree; "yes"' },
    { userId: 'bob', channel: 'sms', given: false },
  ]);
  expect(part!.numbers).toEqual([2, 4]);
});

test('what is neither yes nor no is left to the API to refuse; a line break within quotes is one row', () => {
  const [part] = partsOf('userId,given,wording\nann,perhaps,"two\nlines"\nbob,1,x', true);
  expect(part!.text.split('\n').map((line) => JSON.parse(line))).toEqual([
    { userId: 'ann', given: 'perhaps', wording: 'two\nlines' },
    { userId: 'bob', given: true, wording: 'x' },
  ]);
  expect(part!.numbers).toEqual([2, 4]);
  expect(partsOf('', true)).toEqual([]);
});
