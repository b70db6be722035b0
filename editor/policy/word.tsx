'use client';
import { useTranslations } from 'next-intl';
import { useId } from 'react';
import type { Condition } from '#core/condition.ts';
import type { Amount } from '#core/policy/amount.ts';
import { AmountEditor } from '#editor/policy/amount.tsx';
import { ConditionEditor } from '#editor/policy/condition.tsx';
import type { Part } from '#editor/policy/sentence.ts';
import { useSuggestions } from '#editor/policy/suggest.ts';
import { cn } from '#editor/ui/class.ts';
import { Field } from '#editor/ui/field.tsx';
import { Checkbox, Input, Select } from '#editor/ui/input.tsx';
import { Popover } from '#editor/ui/popover.tsx';

type Change = (value: unknown) => void;

/** One word of a rule's sentence: a button that opens what it can be changed to. */
export function Word({ part, problem, change }: { part: Part; problem?: string | undefined; change: Change }) {
  const t = useTranslations('policy');
  const name = t(`words.${(part.at ?? '').split('.').at(-1)}` as never);
  const wide = part.widget?.kind === 'condition' || part.widget?.kind === 'amount';
  return (
    <>
      <Popover
        label={name}
        className={cn('max-h-[70dvh] overflow-y-auto', wide && 'w-[min(34rem,calc(100vw-2rem))]')}
        trigger={
          <button
            type="button"
            aria-label={`${name}: ${part.text}`}
            className={cn(
              'rounded border-primary border-b-2 border-dotted px-0.5 text-left font-semibold text-primary hover:bg-accent',
              problem && 'border-danger text-danger',
            )}
          >
            {part.text}
          </button>
        }
      >
        <Editor part={part} name={name} problem={problem} change={change} />
      </Popover>
      {problem ? <span className="block text-danger text-xs">{problem}</span> : null}
    </>
  );
}

type EditorProps = { part: Part; name: string; problem: string | undefined; change: Change };

function Editor({ part, name, problem, change }: EditorProps) {
  const { widget, value } = part;
  if (widget?.kind === 'several') return <Several {...{ part, name, problem, change }} />;
  if (widget?.kind === 'condition')
    return <ConditionEditor value={value as Condition | undefined} {...{ name, change }} any={widget.any} />;
  if (widget?.kind === 'amount')
    return <AmountEditor value={value as Amount | undefined} {...{ name, problem, change }} any={widget.any} />;
  return (
    <Field label={name} problem={problem}>
      {(control) =>
        widget?.kind === 'choice' ? (
          <Select {...control} value={String(value)} onChange={(event) => change(event.target.value)}>
            {widget.options.map((option) => (
              <option key={option.value} value={option.value}>
                {option.label}
              </option>
            ))}
          </Select>
        ) : widget?.kind === 'number' ? (
          <Input
            {...control}
            type="number"
            min={widget.min}
            max={widget.max}
            defaultValue={value === undefined ? '' : String(value)}
            onChange={({ target }) => {
              if (target.value === '' && widget.any && target.checkValidity()) change(undefined);
              else if (target.value !== '' && target.checkValidity()) change(target.valueAsNumber);
            }}
          />
        ) : widget?.kind === 'text' ? (
          <Suggested control={control} widget={widget} value={String(value ?? '')} change={change} />
        ) : (
          <Input
            {...control}
            type="time"
            defaultValue={String(value ?? '')}
            onChange={({ target }) => {
              if (target.value !== '') change(target.value);
            }}
          />
        )
      }
    </Field>
  );
}

function Suggested({
  control,
  widget,
  value,
  change,
}: {
  control: object;
  widget: { any: boolean; suggest?: 'events' | 'teams' };
  value: string;
  change: Change;
}) {
  const list = useId();
  const suggestions = useSuggestions(widget.suggest);
  return (
    <>
      <Input
        {...control}
        list={list}
        defaultValue={value}
        onChange={({ target }) => {
          if (target.value !== '' || widget.any) change(target.value);
        }}
      />
      <datalist id={list}>
        {suggestions.map((one) => (
          <option key={one} value={one} />
        ))}
      </datalist>
    </>
  );
}

function Several({ part, name, change }: EditorProps) {
  const t = useTranslations('policy');
  const id = useId();
  if (part.widget?.kind !== 'several') return null;
  const { options, any } = part.widget;
  const chosen = (part.value as unknown[]).map(String);
  const given = (values: string[]) => (part.at === 'days' ? values.map(Number).sort() : values);
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-2 font-medium">{name}</legend>
      {options.length === 0 ? <p className="text-muted-foreground">{t('nothingToChoose')}</p> : null}
      {options.map((option) => (
        <label key={option.value} htmlFor={`${id}-${option.value}`} className="flex items-center gap-2">
          <Checkbox
            id={`${id}-${option.value}`}
            checked={chosen.includes(option.value)}
            disabled={!any && chosen.length === 1 && chosen[0] === option.value}
            onChange={(event) =>
              change(given(event.target.checked ? [...chosen, option.value] : chosen.filter((v) => v !== option.value)))
            }
          />
          {option.label}
        </label>
      ))}
    </fieldset>
  );
}
