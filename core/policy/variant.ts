/**
 * The pressure test: two variants of the policy, each on a stable part of the customers. Who is in which is a hash of the
 * test's salt and of the customer, or of the household where there is one, so that nobody at home is treated otherwise.
 */
import { canonical } from '#core/canonical.ts';
import { stableFraction } from '#core/hash.ts';
import type { RuleDocument } from '#core/policy/documents.ts';
import { documentsOf, type Policy, type PolicyRules } from '#core/policy/rule.ts';
import { type Wants, wantsOf } from '#core/policy/wants.ts';

export type PolicyTest = {
  id: string;
  /** Of the customers in variant b. */
  percent: number;
  /** Stays what it was for as long as the id stays: whoever is in a part remains in it. */
  salt: string;
  /** Those of variant b; variant a has the policy's own. */
  rules: RuleDocument[];
  /** Domain ms, the first inclusive, the second not; absent: since it was saved, until it is taken out. */
  from?: number;
  until?: number;
};

export type Variant = 'a' | 'b';
export type Drawn = { test: string; variant: Variant };

export type Whose = { customer: number; household: string | null };

export function variantOf({ salt, percent }: Pick<PolicyTest, 'salt' | 'percent'>, whose: Whose): Variant {
  const { customer, household } = whose;
  const unit = household === null ? (['customer', customer] as const) : (['household', household] as const);
  return stableFraction(salt, 'policy test', ...unit) * 100 < percent ? 'b' : 'a';
}

/** The rules this customer is judged by, wherever that is done. */
export function policyFor(policy: Policy, whose: Whose, now: number): Policy {
  const { version, rules, test } = policy;
  if (!test || now < (test.from ?? now) || now >= (test.until ?? Number.POSITIVE_INFINITY)) return policy;
  const variant = variantOf(test, whose);
  return { version, rules: variant === 'b' ? test.rules : rules, drawn: { test: test.id, variant } };
}

/** What must be read, whichever variant a customer is in. */
export function wantsFor({ rules, test }: PolicyRules): Wants {
  if (!test) return wantsOf(rules);
  return { ...wantsOf([...rules, ...test.rules]), homes: true };
}

export type Breach = { code: 'law_off' | 'capacity_differs'; rule: string };

/**
 * What a variant may not change: the law holds for everybody, and a capacity is the team's, whoever its customers are.
 * It may add law that the policy does not have.
 */
export function breaches(rules: readonly RuleDocument[], variant: readonly RuleDocument[]): Breach[] {
  const lacking = (kind: 'law' | 'capacity', of: readonly RuleDocument[], where: readonly RuleDocument[]) => {
    const there = new Set(documentsOf(where, kind).map(canonical));
    return documentsOf(of, kind).filter((rule) => !there.has(canonical(rule)));
  };
  const capacities = [...lacking('capacity', rules, variant), ...lacking('capacity', variant, rules)];
  return [
    ...lacking('law', rules, variant).map(({ id }): Breach => ({ code: 'law_off', rule: id })),
    ...[...new Set(capacities.map(({ id }) => id))].map((id): Breach => ({ code: 'capacity_differs', rule: id })),
  ];
}
