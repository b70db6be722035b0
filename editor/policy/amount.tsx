'use client';
import { useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import type { Amount } from '#core/policy/amount.ts';
import { useVariables } from '#editor/data/contents.ts';
import { Code } from '#editor/policy/code.tsx';
import { ConditionEditor } from '#editor/policy/condition.tsx';
import { Field } from '#editor/ui/field.tsx';
import { Input, Select } from '#editor/ui/input.tsx';

const MODES = ['none', 'number', 'field', 'if', 'code'] as const;
type Mode = (typeof MODES)[number];

/** A number of a rule: written, taken from the profile, one of two by a condition, or a formula. */
export function AmountEditor({
  value,
  name,
  any,
  problem,
  change,
}: {
  value: Amount | undefined;
  name: string;
  /** It may be left out. */
  any: boolean;
  problem: string | undefined;
  change(value: Amount | undefined): void;
}) {
  const t = useTranslations('policy');
  const [mode, setMode] = useState<Mode>(() => modeOf(value));
  const known = useVariables().data?.items ?? [];
  const fields = useId();
  const two = typeof value === 'object' && 'if' in value ? value : null;
  const turn = (next: Mode) => {
    setMode(next);
    const number = firstIn(value);
    if (next === 'none') change(undefined);
    if (next === 'number') change(number);
    if (next === 'if') change({ if: { field: 'profile.vip', op: 'eq', value: true }, yes: number + 1, no: number });
  };
  return (
    <div className="grid gap-3">
      <Field label={t('amount.how')}>
        {(control) => (
          <Select {...control} value={mode} onChange={({ target }) => turn(target.value as Mode)}>
            {MODES.filter((one) => any || one !== 'none').map((one) => (
              <option key={one} value={one}>
                {t(`amount.${one}`)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {mode === 'number' ? <Count label={name} problem={problem} value={firstIn(value)} change={change} /> : null}
      {mode === 'field' ? (
        <FromField
          value={typeof value === 'object' && 'field' in value ? value : { field: 'profile.', default: firstIn(value) }}
          known={known.flatMap(({ path, event }) => (event === null && path.startsWith('profile.') ? [path] : []))}
          list={fields}
          problem={problem}
          change={change}
        />
      ) : null}
      {mode === 'if' && two ? (
        <>
          <ConditionEditor
            name={t('amount.when')}
            value={two.if}
            any={false}
            change={(condition) => condition && change({ ...two, if: condition })}
          />
          <div className="grid grid-cols-2 gap-2">
            <Count label={t('amount.yes')} value={firstIn(two.yes)} change={(yes) => change({ ...two, yes })} />
            <Count label={t('amount.no')} value={firstIn(two.no)} change={(no) => change({ ...two, no })} />
          </div>
          {problem ? <p className="text-danger text-xs">{problem}</p> : null}
        </>
      ) : null}
      {mode === 'code' ? <Code name={name} value={value} any={any} change={(v) => change(v as Amount)} /> : null}
    </div>
  );
}

function modeOf(value: Amount | undefined): Mode {
  if (value === undefined) return 'none';
  if (typeof value === 'number') return 'number';
  if ('field' in value) return 'field';
  return 'if' in value && typeof value.yes === 'number' && typeof value.no === 'number' ? 'if' : 'code';
}

function firstIn(value: Amount | undefined): number {
  if (typeof value === 'number') return value;
  if (value && 'field' in value) return value.default;
  return value && 'if' in value ? firstIn(value.no) : 1;
}

function Count({
  label,
  value,
  problem,
  change,
}: {
  label: string;
  value: number;
  problem?: string | undefined;
  change(value: number): void;
}) {
  return (
    <Field label={label} problem={problem}>
      {(control) => (
        <Input
          {...control}
          type="number"
          min={0}
          step="any"
          defaultValue={value}
          onChange={({ target }) => {
            if (target.value !== '' && target.checkValidity()) change(target.valueAsNumber);
          }}
        />
      )}
    </Field>
  );
}

function FromField({
  value,
  known,
  list,
  problem,
  change,
}: {
  value: { field: string; default: number };
  known: readonly string[];
  list: string;
  problem: string | undefined;
  change(value: Amount): void;
}) {
  const t = useTranslations('policy');
  const [field, setField] = useState(value.field.slice('profile.'.length));
  const [other, setOther] = useState(value.default);
  const put = (name: string, fallback: number) => {
    setField(name);
    setOther(fallback);
    if (name !== '') change({ field: `profile.${name}`, default: fallback });
  };
  return (
    <>
      <datalist id={list}>
        {known.map((path) => (
          <option key={path} value={path.slice('profile.'.length)} />
        ))}
      </datalist>
      <Field label={t('who.field')} problem={problem}>
        {(control) => (
          <Input {...control} list={list} value={field} onChange={({ target }) => put(target.value.trim(), other)} />
        )}
      </Field>
      <Count label={t('amount.default')} value={other} change={(fallback) => put(field, fallback)} />
    </>
  );
}
