'use client';
import { Plus, Trash2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import type { Graph } from '#core/graph.ts';
import type { FormField } from '#editor/panels/form.ts';
import { Button } from '#editor/ui/button.tsx';
import { Field } from '#editor/ui/field.tsx';
import { Checkbox, Input, Select, Textarea } from '#editor/ui/input.tsx';

export type Path = readonly (string | number)[];
export type Hands = {
  params: Graph['params'];
  /** What is wrong with the field, in words. */
  problem(path: Path): string | undefined;
  put(path: Path, value: unknown): void;
  readonly: boolean;
};

type Props = { field: FormField; path: Path; value: unknown; hands: Hands };

/** One field of the form, with all that lies in it. */
export function FormPart({ field, path, value, hands }: Props) {
  const t = useTranslations('panels');
  const known = t.has(`fields.${field.key}`) ? t(`fields.${field.key}`) : field.key;
  const label = field.key === 'item' ? t('item', { n: Number(path.at(-1)) + 1 }) : known;
  const record = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;
  const word = (choice: string) => (t.has(`choices.${choice}`) ? t(`choices.${choice}`) : choice);

  if (field.kind === 'group' || field.kind === 'shapes') {
    const fields =
      field.kind === 'group' ? field.fields : (field.shapes.find((s) => s.value === record[field.tag])?.fields ?? []);
    return (
      <fieldset className="grid gap-3 rounded-lg border p-3" id={idOf(path)} tabIndex={-1} data-field={path.join('.')}>
        <legend className="px-1 font-medium text-sm">{label}</legend>
        {field.kind === 'shapes' ? (
          <Select
            aria-label={label}
            value={String(record[field.tag] ?? '')}
            disabled={hands.readonly}
            onChange={(e) => hands.put(path, e.target.value === '' ? undefined : { [field.tag]: e.target.value })}
          >
            <option value="">{t('none')}</option>
            {field.shapes.map((shape) => (
              <option key={shape.value} value={shape.value}>
                {word(shape.value)}
              </option>
            ))}
          </Select>
        ) : null}
        {fields.map((inner) => (
          <FormPart key={inner.key} field={inner} path={[...path, inner.key]} value={record[inner.key]} hands={hands} />
        ))}
        <Wrong text={hands.problem(path)} />
      </fieldset>
    );
  }
  if (field.kind === 'list') {
    const items = Array.isArray(value) ? value : [];
    const fresh = field.item.kind === 'group' ? {} : '';
    return (
      <fieldset className="grid gap-3 rounded-lg border p-3" id={idOf(path)} tabIndex={-1}>
        <legend className="px-1 font-medium text-sm">{label}</legend>
        {items.map((item, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: items have no other name than their place.
          <div key={i} className="grid grid-cols-[1fr_auto] items-end gap-2">
            <FormPart field={field.item} path={[...path, i]} value={item} hands={hands} />
            <Button
              look="ghost"
              size="icon"
              aria-label={t('remove', { n: i + 1 })}
              disabled={hands.readonly}
              onClick={() => hands.put([...path, i], undefined)}
            >
              <Trash2 aria-hidden />
            </Button>
          </div>
        ))}
        {field.key === 'arms' && items.length > 0 ? <Shares items={items} path={path} hands={hands} /> : null}
        <Button
          size="small"
          aria-label={`${t('add')} : ${label}`}
          disabled={hands.readonly}
          onClick={() => hands.put(path, [...items, fresh])}
        >
          <Plus aria-hidden />
          {t('add')}
        </Button>
        <Wrong text={hands.problem(path)} />
      </fieldset>
    );
  }
  const problem = hands.problem(path);
  const bound = typeof record.param === 'string' ? record.param : undefined;
  const fitting = Object.entries(hands.params).filter(([, { type }]) => field.params.includes(type));
  return (
    <Field label={label} problem={problem}>
      {(control) => {
        const shared = { ...control, disabled: hands.readonly, 'data-field': path.join('.') };
        return (
          <div className="grid gap-1.5" id={idOf(path)}>
            {bound === undefined ? (
              <Scalar field={field} value={value} path={path} hands={hands} shared={shared} word={word} />
            ) : null}
            {bound !== undefined || fitting.length > 0 ? (
              <Select
                {...(bound === undefined
                  ? { 'aria-label': t('param', { field: label }), disabled: hands.readonly }
                  : shared)}
                value={bound ?? ''}
                onChange={(e) => hands.put(path, e.target.value === '' ? undefined : { param: e.target.value })}
              >
                <option value="">{t('noParam')}</option>
                {bound !== undefined && !fitting.some(([name]) => name === bound) ? <option>{bound}</option> : null}
                {fitting.map(([name, { label: said }]) => (
                  <option key={name} value={name}>
                    {said ? `${name} · ${said}` : name}
                  </option>
                ))}
              </Select>
            ) : null}
          </div>
        );
      }}
    </Field>
  );
}

type Shared = {
  id: string;
  disabled: boolean;
  'aria-describedby': string | undefined;
  'aria-invalid': true | undefined;
};

function Scalar({ field, value, path, hands, shared, word }: Props & { shared: Shared; word: (c: string) => string }) {
  const t = useTranslations('panels');
  if (field.kind === 'switch') {
    return (
      <Checkbox {...shared} checked={value === true} onChange={(e) => hands.put(path, e.target.checked || undefined)} />
    );
  }
  if (field.kind === 'choice') {
    return (
      <Select {...shared} value={String(value ?? '')} onChange={(e) => hands.put(path, e.target.value || undefined)}>
        <option value="">{t('none')}</option>
        {field.choices.map((choice) => (
          <option key={choice} value={choice}>
            {word(choice)}
          </option>
        ))}
      </Select>
    );
  }
  if (field.kind === 'json') return <Code shared={shared} value={value} onChange={(next) => hands.put(path, next)} />;
  const text = value === undefined ? '' : String(value);
  const put = (next: string) =>
    hands.put(path, next === '' ? undefined : field.kind === 'number' ? Number(next) : next);
  if (field.key === 'html' || field.key === 'text' || field.key === 'body') {
    return (
      <Textarea {...shared} className="min-h-40 font-mono text-xs" value={text} onChange={(e) => put(e.target.value)} />
    );
  }
  return (
    <Input
      {...shared}
      type={field.kind === 'number' ? 'number' : 'text'}
      step="any"
      value={text}
      onChange={(e) => put(e.target.value)}
    />
  );
}

/** What no form shows is written as it is kept; nothing of it is lost, and half-written it is not taken over. */
function Code({ shared, value, onChange }: { shared: Shared; value: unknown; onChange: (value: unknown) => void }) {
  const t = useTranslations('panels');
  const [draft, setDraft] = useState<string | null>(null);
  const [broken, setBroken] = useState(false);
  const take = () => {
    if (draft === null) return;
    try {
      onChange(draft.trim() === '' ? undefined : JSON.parse(draft));
      setDraft(null);
      setBroken(false);
    } catch {
      setBroken(true);
    }
  };
  return (
    <>
      <Textarea
        {...shared}
        spellCheck={false}
        className="font-mono text-xs"
        value={draft ?? (value === undefined ? '' : JSON.stringify(value, null, 2))}
        onChange={(e) => setDraft(e.target.value)}
        onBlur={take}
      />
      <Wrong text={broken ? t('notJson') : undefined} />
    </>
  );
}

function Shares({ items, path, hands }: { items: unknown[]; path: Path; hands: Hands }) {
  const t = useTranslations('panels');
  const sum = items.reduce<number>((total, item) => total + (Number((item as { share?: unknown }).share) || 0), 0);
  const equally = () => {
    const each = Math.floor(100 / items.length);
    const rest = 100 - each * items.length;
    hands.put(
      path,
      items.map((item, i) => ({ ...(item as object), share: each + (i < rest ? 1 : 0) })),
    );
  };
  return (
    <div className="flex items-center justify-between gap-2">
      <p aria-live="polite" className="text-muted-foreground text-sm">
        {t('remaining', { n: 100 - sum })}
      </p>
      <Button size="small" disabled={hands.readonly} onClick={equally}>
        {t('equally')}
      </Button>
    </div>
  );
}

function Wrong({ text }: { text: string | undefined }) {
  return text === undefined ? null : <p className="text-danger text-xs">{text}</p>;
}

export function idOf(path: Path): string {
  return `field-${path.join('-')}`;
}
