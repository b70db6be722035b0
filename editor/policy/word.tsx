'use client';
import { useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import type { Part } from '#editor/policy/sentence.ts';
import { Button } from '#editor/ui/button.tsx';
import { cn } from '#editor/ui/class.ts';
import { Field } from '#editor/ui/field.tsx';
import { Checkbox, Input, Select, Textarea } from '#editor/ui/input.tsx';
import { Popover } from '#editor/ui/popover.tsx';

type Change = (value: unknown) => void;

/** One word of a rule's sentence: a button that opens what it can be changed to. */
export function Word({ part, problem, change }: { part: Part; problem?: string | undefined; change: Change }) {
  const t = useTranslations('policy');
  const name = t(`words.${(part.at ?? '').split('.').at(-1)}` as never);
  return (
    <>
      <Popover
        label={name}
        trigger={
          <button
            type="button"
            aria-label={`${name}: ${part.text}`}
            className={cn(
              'rounded border-primary border-b-2 border-dotted px-0.5 font-semibold text-primary hover:bg-accent',
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

function Editor({
  part,
  name,
  problem,
  change,
}: {
  part: Part;
  name: string;
  problem: string | undefined;
  change: Change;
}) {
  const id = useId();
  const { widget, value } = part;
  if (widget?.kind === 'several') {
    const chosen = (value as unknown[]).map(String);
    const given = (values: string[]) => (part.at === 'days' ? values.map(Number).sort() : values);
    return (
      <fieldset className="grid gap-2">
        <legend className="mb-2 font-medium">{name}</legend>
        {widget.options.map((option) => (
          <label key={option.value} htmlFor={`${id}-${option.value}`} className="flex items-center gap-2">
            <Checkbox
              id={`${id}-${option.value}`}
              checked={chosen.includes(option.value)}
              disabled={!widget.any && chosen.length === 1 && chosen[0] === option.value}
              onChange={(event) =>
                change(
                  given(event.target.checked ? [...chosen, option.value] : chosen.filter((v) => v !== option.value)),
                )
              }
            />
            {option.label}
          </label>
        ))}
      </fieldset>
    );
  }
  if (widget?.kind === 'code') return <Code part={part} name={name} any={widget.any} change={change} />;
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
              if (target.value !== '' && target.checkValidity()) change(target.valueAsNumber);
            }}
          />
        ) : (
          <Input
            {...control}
            type={widget?.kind === 'time' ? 'time' : 'text'}
            defaultValue={String(value ?? '')}
            onChange={({ target }) => {
              if (target.value !== '' || (widget?.kind === 'text' && widget.any)) change(target.value);
            }}
          />
        )
      }
    </Field>
  );
}

function Code({ part, name, any, change }: { part: Part; name: string; any: boolean; change: Change }) {
  const t = useTranslations('policy');
  const [text, setText] = useState(part.value === undefined ? '' : JSON.stringify(part.value, null, 2));
  const [wrong, setWrong] = useState(false);
  const take = () => {
    try {
      const value = text.trim() === '' ? undefined : JSON.parse(text);
      setWrong(value === undefined && !any);
      if (value !== undefined || any) change(value);
    } catch {
      setWrong(true);
    }
  };
  return (
    <div className="grid gap-3">
      <Field label={name} hint={any ? t('codeEmpty') : t('code')} problem={wrong ? t('codeWrong') : undefined}>
        {(control) => (
          <Textarea
            {...control}
            className="font-mono text-xs"
            rows={6}
            value={text}
            onChange={(e) => setText(e.target.value)}
          />
        )}
      </Field>
      <Button size="small" onClick={take}>
        {t('take')}
      </Button>
    </div>
  );
}
