import { describe, expect, it } from 'vitest';
import { DAY } from '#core/clock.ts';
import { contrast, type Found } from '#core/policy/contrast.ts';
import type { RuleDocument } from '#core/policy/documents.ts';
import { judge } from '#core/policy/index.ts';
import { candidate, cap, contact, NOW, policy, standing } from '#core/policy/testing.ts';
import { breaches, type PolicyTest, policyFor, variantOf, wantsFor } from '#core/policy/variant.ts';
import { wantsOf } from '#core/policy/wants.ts';

const CUSTOMERS = Array.from({ length: 10_000 }, (_, i) => i + 1);
const alone = (customer: number) => ({ customer, household: null });
const test = (more: Partial<PolicyTest> = {}): PolicyTest => ({
  ...{ id: 'two', percent: 50, salt: 'two', rules: [cap(2, 7)] },
  ...more,
});
const inB = (t: Pick<PolicyTest, 'salt' | 'percent'>) => CUSTOMERS.filter((c) => variantOf(t, alone(c)) === 'b').length;

describe('the parts of a pressure test', () => {
  it('have their percent of the customers, within what chance allows', () => {
    // Five standard deviations of a binomial draw.
    for (const salt of ['s1', 's2', 's3']) expect(Math.abs(inB({ salt, percent: 50 }) / 100 - 50)).toBeLessThan(2.5);
    expect(Math.abs(inB({ salt: 's', percent: 10 }) / 100 - 10)).toBeLessThan(1.5);
  });

  it('never change for a customer, whatever the rules and the moment', () => {
    const before = { ...policy(cap(1, 7)), test: test() };
    const later = { ...policy(cap(5, 7)), version: 9, test: test({ rules: [cap(9, 1)] }) };
    for (const c of CUSTOMERS.slice(0, 500))
      expect(policyFor(later, alone(c), NOW + 90 * DAY).drawn).toEqual(policyFor(before, alone(c), NOW).drawn);
  });

  it('say nothing about those of another test’s salt', () => {
    const both = CUSTOMERS.filter((c) => variantOf(test(), alone(c)) === variantOf(test({ salt: 'other' }), alone(c)));
    expect(Math.abs(both.length / 100 - 50)).toBeLessThan(2.5);
  });

  it('do not split a household', () => {
    const variants = (home: string) =>
      new Set(CUSTOMERS.slice(0, 50).map((customer) => variantOf(test(), { customer, household: home })));
    const homes = Array.from({ length: 100 }, (_, i) => variants(`street ${i}`));
    expect(homes.every((found) => found.size === 1)).toBe(true);
    expect(new Set(homes.map((found) => [...found][0]))).toEqual(new Set(['a', 'b']));
  });
});

describe('the policy of a customer', () => {
  const [inA, inTheOther] = (['a', 'b'] as const).map((v) => CUSTOMERS.find((c) => variantOf(test(), alone(c)) === v)!);
  const tested = { ...policy(cap(1, 7)), test: test() };

  it('is that of their variant, and the record says so', () => {
    const judged = (customer: number) =>
      judge(candidate({ customer }), standing({ contacts: [contact(DAY)] }), policyFor(tested, alone(customer), NOW));
    expect(judged(inA!)).toMatchObject({ policy: 1, test: 'two', variant: 'a', verdict: { kind: 'hold' } });
    expect(judged(inTheOther!)).toMatchObject({ policy: 1, test: 'two', variant: 'b', verdict: { kind: 'send' } });
  });

  it('is the plain one before the test begins, from its end on, and where there is none', () => {
    const timed = { ...tested, test: test({ from: NOW, until: NOW + DAY }) };
    const at = (now: number) => policyFor(timed, alone(inTheOther!), now);
    expect([at(NOW - 1), at(NOW + DAY)]).toEqual([timed, timed]);
    expect([at(NOW), at(NOW + DAY - 1)].map((p) => p.rules)).toEqual([[cap(2, 7)], [cap(2, 7)]]);
    const plain = policy(cap(1, 7));
    expect(policyFor(plain, alone(1), NOW)).toBe(plain);
    expect(judge(candidate(), standing(), policyFor(plain, alone(1), NOW))).not.toHaveProperty('variant');
  });

  it('finds read whatever either variant asks for, and the households', () => {
    const house = cap(2, 60, { per: 'household' });
    const wants = wantsFor({ rules: [cap(1, 7)], test: test({ rules: [house] }) });
    expect(wants).toEqual({ ...wantsOf([cap(1, 7), house]), homes: true });
    expect(wants).toMatchObject({ household: true, days: 60 });
    expect(wantsFor({ rules: [cap(1, 7)] })).toEqual(wantsOf([cap(1, 7)]));
  });
});

describe('a variant', () => {
  const law: RuleDocument = { id: 'law', kind: 'law', countries: ['FR'] };
  const shop: RuleDocument = { id: 'shop', kind: 'capacity', team: 'shop', perDay: 20 };

  it('cannot switch off the law, nor leave a part of it out', () => {
    expect(breaches([cap(1, 7), law], [cap(2, 7)])).toEqual([{ code: 'law_off', rule: 'law' }]);
    const sold: RuleDocument = { ...law, sectors: ['energy_renovation'] };
    expect(breaches([sold], [law])).toEqual([{ code: 'law_off', rule: 'law' }]);
    expect(breaches([law], [{ countries: ['FR'], kind: 'law', id: 'law' }])).toEqual([]);
    expect(breaches([cap(1, 7)], [law])).toEqual([]);
  });

  it('has the capacities of the policy: the same team serves both', () => {
    expect(breaches([shop], [])).toEqual([{ code: 'capacity_differs', rule: 'shop' }]);
    expect(breaches([], [shop])).toEqual([{ code: 'capacity_differs', rule: 'shop' }]);
    expect(breaches([shop], [{ ...shop, perDay: 40 }])).toEqual([{ code: 'capacity_differs', rule: 'shop' }]);
    expect(breaches([shop], [shop])).toEqual([]);
  });
});

describe('two variants side by side', () => {
  const share = (having: number, customers: number): Found => ({ customers, having, total: having, squares: having });

  it('are told apart where the interval of their difference leaves 0 out', () => {
    const apart = contrast('share', share(48, 80), share(56, 70), 'en');
    expect(apart.distinguishable).toBe(true);
    expect(apart.sentence).toBe('Variant b has 200.0 more per 1,000 customers (95 % interval: 52.4 to 333.9).');
    const alike = contrast('share', share(0, 29), share(5, 56), 'fr');
    expect(alike.distinguishable).toBe(false);
    expect(alike.sentence).toBe(
      'Aucune différence décelable : 89,3 pour 1 000 clients (intervalle à 95 % : de −38,1 à 192,6).',
    );
    expect(contrast('share', share(56, 70), share(48, 80), 'fr').sentence).toBe(
      'La variante b compte 200,0 de moins pour 1 000 clients (intervalle à 95 % : de −333,9 à −52,4).',
    );
  });

  it('are not told apart by too few customers', () => {
    const one: Found = { customers: 1, having: 1, total: 9, squares: 81 };
    expect(contrast('mean', one, one, 'en')).toMatchObject({
      distinguishable: false,
      sentence: 'There are too few customers to tell.',
    });
    expect(contrast('share', share(0, 0), share(1, 2), 'fr').sentence).toBe('Trop peu de clients pour se prononcer.');
  });

  it('count amounts by customer, those who had none included', () => {
    const four: Found = { customers: 4, having: 1, total: 8, squares: 64 };
    expect(contrast('mean', four, four, 'en').a.value).toBe(2_000);
  });
});
