'use client';
import { Plus, Trash2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import type { Condition, Operator, Test } from '#core/condition.ts';
import { useVariables } from '#editor/data/contents.ts';
import { Code } from '#editor/policy/code.tsx';
import { asksOf, conditionOf, type Simple, simpleOf, valueFrom, writtenOf } from '#editor/policy/simple.ts';
import { Button } from '#editor/ui/button.tsx';
import { Input, Select } from '#editor/ui/input.tsx';

const OPERATORS: readonly Operator[] = [
  ...(['eq', 'ne', 'gte', 'gt', 'lte', 'lt', 'in', 'not_in', 'contains', 'starts_with'] as const),
  ...(['exists', 'missing', 'before', 'after', 'within_days', 'older_than_days'] as const),
];

/** For whom: tests of the profile, all or one of which must hold. What is more than that is edited as it is written. */
export function ConditionEditor({
  value,
  name,
  any,
  change,
}: {
  value: Condition | undefined;
  name: string;
  any: boolean;
  change(value: Condition | undefined): void;
}) {
  const t = useTranslations('policy');
  const [list, setList] = useState<Simple | null>(() => simpleOf(value));
  const known = useVariables().data?.items.filter(({ event, path }) => event === null && path.startsWith('profile.'));
  const fields = useId();
  if (list === null) return <Code value={value} name={name} any={any} change={(v) => change(v as Condition)} />;
  const put = (next: Simple) => {
    setList(next);
    const condition = conditionOf(next);
    if (condition !== null && (condition !== undefined || any)) change(condition);
  };
  const putTest = (i: number, test: Test) =>
    put({ ...list, tests: list.tests.map((old, n) => (n === i ? test : old)) });
  const typeOf = (field: string) => known?.find(({ path }) => path === field)?.type;
  return (
    <fieldset className="grid gap-3">
      <legend className="mb-2 font-medium">{name}</legend>
      <datalist id={fields}>
        {known?.map(({ path }) => (
          <option key={path} value={path.slice('profile.'.length)} />
        ))}
      </datalist>
      {list.tests.length > 1 ? (
        <Select
          aria-label={t('who.join')}
          value={list.join}
          onChange={({ target }) => put({ ...list, join: target.value as Simple['join'] })}
        >
          <option value="all">{t('who.all')}</option>
          <option value="any">{t('who.any')}</option>
        </Select>
      ) : null}
      {list.tests.length === 0 ? <p className="text-muted-foreground">{t('who.everybody')}</p> : null}
      {list.tests.map((test, i) => {
        const asks = asksOf(test.op, typeOf(test.field) ?? typeof test.value);
        const field = test.field.slice('profile.'.length);
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: tests have no name and keep their order.
          <div key={i} className="flex flex-wrap items-center gap-2">
            <Input
              aria-label={t('who.field')}
              placeholder={t('who.field')}
              list={fields}
              className="min-w-32 flex-1"
              value={field}
              onChange={({ target }) => putTest(i, { ...test, field: `profile.${target.value.trim()}` })}
            />
            <Select
              aria-label={t('who.op')}
              className="w-auto"
              value={test.op}
              onChange={({ target }) => {
                const op = target.value as Operator;
                const kept = valueFrom(writtenOf(test.value), asksOf(op, typeOf(test.field)));
                putTest(i, { field: test.field, op, ...(kept === undefined ? {} : { value: kept }) });
              }}
            >
              {OPERATORS.map((op) => (
                <option key={op} value={op}>
                  {t(`ops.${op}`)}
                </option>
              ))}
            </Select>
            <Value asks={asks} test={test} put={(next) => putTest(i, next)} />
            <Button
              look="ghost"
              size="icon"
              aria-label={t('who.remove', { field })}
              disabled={!any && list.tests.length === 1}
              onClick={() => put({ ...list, tests: list.tests.filter((_, n) => n !== i) })}
            >
              <Trash2 aria-hidden />
            </Button>
          </div>
        );
      })}
      <div className="flex flex-wrap gap-2">
        <Button
          size="small"
          onClick={() => setList({ ...list, tests: [...list.tests, { field: 'profile.', op: 'eq' }] })}
        >
          <Plus aria-hidden />
          {t('who.add')}
        </Button>
        <Button size="small" look="ghost" onClick={() => setList(null)}>
          {t('who.code')}
        </Button>
      </div>
    </fieldset>
  );
}

function Value({ asks, test, put }: { asks: ReturnType<typeof asksOf>; test: Test; put(test: Test): void }) {
  const t = useTranslations('policy');
  const [written, setWritten] = useState(writtenOf(test.value));
  const take = (text: string) => {
    setWritten(text);
    const value = valueFrom(text, asks);
    const { value: _, ...bare } = test;
    put(value === undefined ? bare : { ...bare, value });
  };
  if (asks === 'nothing') return null;
  if (asks === 'boolean')
    return (
      <Select
        aria-label={t('who.value')}
        className="w-auto"
        value={typeof test.value === 'boolean' ? String(test.value) : ''}
        onChange={({ target }) => take(target.value)}
      >
        <option value="" disabled>
          …
        </option>
        <option value="true">{t('who.yes')}</option>
        <option value="false">{t('who.no')}</option>
      </Select>
    );
  return (
    <Input
      aria-label={t('who.value')}
      placeholder={asks === 'list' ? t('who.list') : t('who.value')}
      type={asks === 'number' ? 'number' : asks === 'date' ? 'date' : 'text'}
      step="any"
      className="min-w-24 flex-1"
      value={written}
      onChange={({ target }) => take(target.value)}
    />
  );
}
