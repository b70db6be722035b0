/** Rules tried before they are saved: what they ask of customers that nobody has, and for whom they could not be computed. */
import type { Facts } from '#core/facts.ts';
import { amountOf } from '#core/policy/amount.ts';
import type { RuleDocument } from '#core/policy/documents.ts';

/** A field of the profile that a rule asks for; `path` leads to it within the rules (`2.max.field`). */
export type Named = { path: string; field: string };

/** Every field of the profile the rules name, wherever it stands in them. */
export function fieldsNamed(rules: readonly RuleDocument[]): Named[] {
  const found: Named[] = [];
  const walk = (value: unknown, path: string) => {
    if (typeof value !== 'object' || value === null) return;
    for (const [key, inner] of Object.entries(value)) {
      const at = path === '' ? key : `${path}.${key}`;
      if (key === 'field' && typeof inner === 'string' && inner.startsWith('profile.'))
        found.push({ path: at, field: inner });
      else walk(inner, at);
    }
  };
  walk(rules, '');
  return found;
}

export type Failure = { path: string; why: string; customers: number[] };

/** The numbers of rules that cannot be computed for some of these customers, with those customers. */
export function tryRules(rules: readonly RuleDocument[], customers: readonly Facts[], now: number): Failure[] {
  const failures = new Map<string, Failure>();
  for (const [i, rule] of rules.entries()) {
    if (rule.kind !== 'cap') continue;
    for (const name of ['max', 'weight'] as const) {
      const amount = rule[name];
      if (amount === undefined) continue;
      for (const facts of customers) {
        try {
          amountOf(amount, facts, now);
        } catch (error) {
          const path = `${i}.${name}`;
          const known = failures.get(path) ?? { path, why: (error as Error).message, customers: [] };
          known.customers.push(facts.customer);
          failures.set(path, known);
        }
      }
    }
  }
  return [...failures.values()];
}
