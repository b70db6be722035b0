import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonical } from '#core/canonical.ts';
import { sha256, stableFraction } from '#core/hash.ts';

describe('sha256', () => {
  it.each([
    ['', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
    ['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
    [
      'abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq',
      '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
    ],
    [
      'abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu',
      'cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1',
    ],
    ['a'.repeat(1_000_000), 'cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0'],
  ])('agrees with the vectors of the standard (%#)', (text, digest) => {
    expect(sha256(text)).toBe(digest);
  });

  it('agrees with the platform on any text, lone surrogates included', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        expect(sha256(text)).toBe(createHash('sha256').update(text, 'utf8').digest('hex'));
      }),
    );
    expect(sha256('\ud800')).toBe(createHash('sha256').update('\ud800', 'utf8').digest('hex'));
  });

  it('pads every length about a block boundary rightly', () => {
    for (let n = 50; n < 140; n += 1) {
      const text = 'é'.repeat(n);
      expect(sha256(text)).toBe(createHash('sha256').update(text).digest('hex'));
    }
  });
});

describe('stableFraction', () => {
  it('is the same for the same parts and lies in [0, 1)', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string(), fc.integer())), (parts) => {
        const drawn = stableFraction(...parts);
        expect(drawn).toBe(stableFraction(...parts));
        expect(drawn).toBeGreaterThanOrEqual(0);
        expect(drawn).toBeLessThan(1);
      }),
    );
  });

  it('keeps parts apart that would be one text together', () => {
    expect(stableFraction('ab', 'c')).not.toBe(stableFraction('a', 'bc'));
    expect(stableFraction('1')).not.toBe(stableFraction(1));
  });
});

describe('canonical JSON', () => {
  it('is one text whatever the order of keys', () => {
    expect(canonical({ b: [1, { d: null, c: 'x' }], a: true })).toBe('{"a":true,"b":[1,{"c":"x","d":null}]}');
  });

  it('says what JSON says', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(canonical(value))).toEqual(JSON.parse(JSON.stringify(value)));
        expect(canonical(JSON.parse(canonical(value)))).toBe(canonical(value));
      }),
    );
  });

  it('leaves out what has no value and refuses what has no JSON', () => {
    expect(canonical({ a: undefined, b: [undefined] })).toBe('{"b":[null]}');
    expect(() => canonical(Number.NaN)).toThrow('finite');
    expect(() => canonical(() => 1)).toThrow('no JSON');
  });
});
