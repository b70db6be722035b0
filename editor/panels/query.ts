/** A condition as the tree the query builder shows, and back: nothing of it is lost on the way. */
import type { RuleGroupType, RuleType } from 'react-querybuilder';
import type { Condition, Happened, Operator, Test } from '#core/condition.ts';

/** The field of a rule that asks for an event of the past; its value is what `happened` holds. */
export const HAPPENED = 'happened';
/** `within_days` with a number below nothing looks ahead: two operators for her. */
export const AHEAD = 'within_next_days';

/** `bare`: the group stands for the one condition in it, not for a list of one. */
type Meta = { bare?: boolean };
export type Query = RuleGroupType & { meta?: Meta };
type Node = Query | RuleType;

export const NOTHING: Query = { combinator: 'and', rules: [], meta: { bare: true } };

export function queryOf(condition: Condition | undefined): Query {
  if (condition === undefined) return NOTHING;
  const node = nodeOf(condition);
  return 'rules' in node ? (node as Query) : { ...NOTHING, rules: [node] };
}

/** `undefined`: nothing is asked. */
export function conditionOf(query: Query): Condition | undefined {
  return query.meta?.bare && !query.not && query.rules.length === 0 ? undefined : groupOf(query);
}

function nodeOf(condition: Condition): Node {
  if ('all' in condition) return { combinator: 'and', rules: condition.all.map(nodeOf) };
  if ('any' in condition) return { combinator: 'or', rules: condition.any.map(nodeOf) };
  if ('not' in condition) return negated(condition.not);
  if ('happened' in condition) return { field: HAPPENED, operator: HAPPENED, value: condition.happened };
  return ruleOf(condition);
}

function negated(inner: Condition): Query {
  const node = nodeOf(inner);
  if ('rules' in node && !node.not && !(node as Query).meta?.bare) return { ...(node as Query), not: true };
  return { ...NOTHING, not: true, rules: [node] };
}

function ruleOf({ field, op, value }: Test): RuleType {
  if (op === 'within_days' && typeof value === 'number' && value < 0) return { field, operator: AHEAD, value: -value };
  return { field, operator: op, value };
}

function groupOf(query: Query): Condition {
  const inner = query.rules.map((node) => ('rules' in node ? groupOf(node as Query) : testOf(node)));
  const [only] = inner;
  const whole: Condition =
    query.meta?.bare && inner.length === 1 && only ? only : query.combinator === 'or' ? { any: inner } : { all: inner };
  return query.not ? { not: whole } : whole;
}

function testOf({ field, operator, value }: RuleType): Condition {
  if (field === HAPPENED) {
    const asked = typeof value === 'object' && value !== null ? value : { event: '' };
    return { happened: asked as Happened['happened'] };
  }
  if (operator === AHEAD) return { field, op: 'within_days', value: typeof value === 'number' ? -value : value };
  const test = { field, op: operator as Operator };
  return value === undefined ? test : { ...test, value };
}

const OPERATORS: ReadonlySet<unknown> = new Set<Operator>([
  ...(['eq', 'ne', 'lt', 'lte', 'gt', 'gte', 'in', 'not_in', 'contains', 'starts_with'] as const),
  ...(['exists', 'missing', 'before', 'after', 'within_days', 'older_than_days'] as const),
]);

/** What stands in a draft, as a condition the builder can show; else null, and it is shown as it is written. */
export function readable(value: unknown): Condition | null {
  return isCondition(value) ? value : null;
}

function isCondition(value: unknown): value is Condition {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const { all, any, not, happened, field, op, ...rest } = value as Record<string, unknown>;
  const keys = Object.keys(value).length;
  if (Array.isArray(all)) return keys === 1 && all.every(isCondition);
  if (Array.isArray(any)) return keys === 1 && any.every(isCondition);
  if (not !== undefined) return keys === 1 && isCondition(not);
  if (happened !== undefined) return keys === 1 && isHappened(happened);
  const known = Object.keys(rest).every((key) => key === 'value');
  return known && typeof field === 'string' && field !== HAPPENED && OPERATORS.has(op);
}

function isHappened(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const { event, filter, sameKey, days, ...rest } = value as Record<string, unknown>;
  return (
    Object.keys(rest).length === 0 &&
    (typeof event === 'string' || isParam(event)) &&
    (filter === undefined || isCondition(filter)) &&
    (sameKey === undefined || typeof sameKey === 'boolean') &&
    (days === undefined || typeof days === 'number' || isParam(days))
  );
}

export function isParam(value: unknown): value is { param: string } {
  if (typeof value !== 'object' || value === null) return false;
  return Object.keys(value).length === 1 && typeof (value as { param?: unknown }).param === 'string';
}
