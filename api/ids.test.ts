import { expect, test } from 'vitest';
import { idOf, numberOf, touchId, touchRef } from '#api/ids.ts';

test('an id says what it names and is read back', () => {
  expect(idOf('customer', 1)).toBe('cus_1');
  expect(idOf('enrolment', 46655)).toBe('enr_zzz');
  for (const number of [1, 35, 36, 123_456_789, Number.MAX_SAFE_INTEGER]) {
    expect(numberOf('chain', idOf('chain', number))).toBe(number);
  }
});

test('an id that we would not have written is no id', () => {
  const strange = ['chn_', 'chn_0', 'chn_01', 'chn_A', 'cus_1', 'chn_1 ', 'chn_-1', '1', 'chn_zzzzzzzzzzzz', 'chn_1\0'];
  for (const id of strange) expect(numberOf('chain', id), id).toBeNull();
});

test('a touch is named by its month of entry, enrolment, step and visit', () => {
  const key = { month: '2026-11-01', enrolment: 12_345, step: 4, visit: 2 };
  expect(touchId(key)).toBe('tch_2611_9ix_4_2');
  expect(touchRef(touchId(key))).toEqual(key);
  const old = { ...key, month: '1997-03-01' };
  expect(touchRef(touchId(old))).toEqual(old);
});

test('a touch id of an impossible month, step or visit is no id', () => {
  for (const id of [
    'tch_2613_1_0_1',
    'tch_2600_1_0_1',
    'tch_2611_1_0_0',
    'tch_2611_1_00_1',
    'tch_2611_0_0_1',
    'tch_2611_1_0',
  ]) {
    expect(touchRef(id), id).toBeNull();
  }
});
