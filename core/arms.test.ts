import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawArm, heldOut } from '#core/arms.ts';

const CUSTOMERS = Array.from({ length: 10_000 }, (_, i) => i + 1);

describe('the draw of an arm', () => {
  it('gives each arm its share of the customers, within what chance allows', () => {
    const arms = [
      { port: 'a', share: 50 },
      { port: 'b', share: 30 },
      { port: 'c', share: 20 },
    ];
    for (const salt of ['s1', 's2', 's3']) {
      const drawn = CUSTOMERS.map((c) => drawArm(salt, c, 7, 'split', arms));
      for (const { port, share } of arms) {
        const part = drawn.filter((p) => p === port).length / 100;
        // Five standard deviations of a binomial draw.
        expect(Math.abs(part - share)).toBeLessThan(2.5);
      }
    }
  });

  it('never changes for the same customer and step, and is one of the arms', () => {
    const shares = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 2, maxLength: 6 });
    fc.assert(
      fc.property(fc.string(), fc.nat(), fc.nat(), fc.string(), shares, (salt, customer, chain, step, parts) => {
        const arms = parts.map((share, i) => ({ port: `p${i}`, share }));
        const port = drawArm(salt, customer, chain, step, arms);
        expect(drawArm(salt, customer, chain, step, arms)).toBe(port);
        expect(arms.map((a) => a.port)).toContain(port);
      }),
    );
  });

  it('never draws an arm without share', () => {
    const arms = [
      { port: 'none', share: 0 },
      { port: 'all', share: 100 },
      { port: 'never', share: 0 },
    ];
    expect(new Set(CUSTOMERS.slice(0, 2_000).map((c) => drawArm('s', c, 1, 'x', arms)))).toEqual(new Set(['all']));
  });

  it('is independent between two steps of a chain', () => {
    const arms = [
      { port: 'a', share: 50 },
      { port: 'b', share: 50 },
    ];
    const same = CUSTOMERS.filter((c) => drawArm('s', c, 1, 'x', arms) === drawArm('s', c, 1, 'y', arms)).length;
    expect(Math.abs(same / 100 - 50)).toBeLessThan(2.5);
  });
});

describe('the control group', () => {
  it('holds its percent of the customers', () => {
    const held = CUSTOMERS.filter((c) => heldOut('salt', c, 'company', 10)).length;
    expect(Math.abs(held / 100 - 10)).toBeLessThan(1.5);
  });

  it('lets nobody out when its percent is raised', () => {
    const five = CUSTOMERS.filter((c) => heldOut('salt', c, 3, 5));
    expect(five.every((c) => heldOut('salt', c, 3, 8))).toBe(true);
  });

  it('is empty at 0 % and everybody at 100 %', () => {
    expect(CUSTOMERS.slice(0, 1_000).some((c) => heldOut('s', c, 1, 0))).toBe(false);
    expect(CUSTOMERS.slice(0, 1_000).every((c) => heldOut('s', c, 1, 100))).toBe(true);
  });

  it('of a chain says nothing about that of the company', () => {
    const both = CUSTOMERS.filter((c) => heldOut('s', c, 1, 50) && heldOut('s', c, 'company', 50)).length;
    expect(Math.abs(both / 100 - 25)).toBeLessThan(2.2);
  });
});
