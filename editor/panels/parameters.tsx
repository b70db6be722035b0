'use client';
import { Plus, Trash2 } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { useOffers } from '#editor/data/contents.ts';
import { Combo } from '#editor/panels/combo.tsx';
import { idOf } from '#editor/panels/hands.ts';
import { type Param, setParam } from '#editor/state/document.ts';
import { freeName, mayBeCalled, renameParam, retyped, usesOf } from '#editor/state/params.ts';
import { useEditor } from '#editor/state/store.ts';
import { Button } from '#editor/ui/button.tsx';
import { Field } from '#editor/ui/field.tsx';
import { Checkbox, Input, Select } from '#editor/ui/input.tsx';

const TYPES = ['days', 'number', 'text', 'date', 'offer', 'boolean'] as const;

/** The values a chain is adapted by: shown where no step is chosen. */
export function Parameters() {
  const t = useTranslations('panels');
  const params = useEditor((s) => s.graph.params);
  const readonly = useEditor((s) => s.readonly);
  const { change } = useEditor.getState();
  const names = Object.keys(params);
  return (
    <section aria-label={t('parameters.title')} className="grid gap-3 border-t pt-4 first:border-t-0 first:pt-0">
      <h2 className="font-semibold text-lg">{t('parameters.title')}</h2>
      <p className="text-muted-foreground text-sm">{t(names.length === 0 ? 'parameters.none' : 'parameters.what')}</p>
      {names.map((name, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the name is what is being changed; its place stays.
        <Parameter key={i} name={name} param={params[name]!} readonly={readonly} />
      ))}
      <Button
        size="small"
        className="justify-self-start"
        disabled={readonly}
        onClick={() => change('param', (g) => setParam(g, freeName(g), { type: 'days', value: 30 }))}
      >
        <Plus aria-hidden />
        {t('parameters.add')}
      </Button>
    </section>
  );
}

function Parameter({ name, param, readonly }: { name: string; param: Param; readonly: boolean }) {
  const t = useTranslations('panels');
  const graph = useEditor((s) => s.graph);
  const problem = useEditor((s) => s.problems.find((p) => p.field === `params.${name}.value`)?.message);
  const { change, select } = useEditor.getState();
  const [typed, setTyped] = useState<string | null>(null);
  const uses = usesOf(graph, name);
  const put = (next: Partial<Param>) =>
    change('param', (g) => setParam(g, name, without({ ...param, ...next })), { blend: `params.${name}` });
  const bad = typed !== null && !mayBeCalled(graph, typed, name);
  const rename = () => {
    if (typed !== null && !bad) change('param', (g) => renameParam(g, name, typed));
    if (!bad) setTyped(null);
  };
  return (
    <fieldset className="grid gap-2 rounded-lg border p-3" id={idOf(['params', name])} tabIndex={-1}>
      <legend className="sr-only">{name}</legend>
      <div className="grid grid-cols-[minmax(0,1fr)_minmax(0,1fr)] gap-2">
        <Field label={t('parameters.name')} problem={bad ? t('parameters.badName') : undefined}>
          {(control) => (
            <Input
              {...control}
              disabled={readonly}
              value={typed ?? name}
              onChange={(event) => setTyped(event.target.value)}
              onBlur={rename}
              onKeyDown={(event) => event.key === 'Enter' && rename()}
            />
          )}
        </Field>
        <Field label={t('parameters.type')}>
          {(control) => (
            <Select
              {...control}
              disabled={readonly}
              value={param.type}
              onChange={(event) => put(retyped(param, event.target.value as Param['type']))}
            >
              {TYPES.map((type) => (
                <option key={type} value={type}>
                  {t(`parameters.types.${type}`)}
                </option>
              ))}
            </Select>
          )}
        </Field>
      </div>
      <Field label={t('parameters.value')} problem={problem}>
        {(control) => (
          <Value control={{ ...control, disabled: readonly }} param={param} onChange={(value) => put({ value })} />
        )}
      </Field>
      <Field label={t('parameters.label')}>
        {(control) => (
          <Input
            {...control}
            disabled={readonly}
            value={param.label ?? ''}
            onChange={(event) => put({ label: event.target.value })}
          />
        )}
      </Field>
      <div className="flex flex-wrap items-center justify-between gap-2 text-sm">
        {uses.length === 0 ? (
          <span className="text-muted-foreground">{t('parameters.unused')}</span>
        ) : (
          <button
            type="button"
            className="text-primary underline underline-offset-4 hover:no-underline"
            onClick={() => select(uses.map(({ id }) => id))}
          >
            {t('parameters.uses', { n: uses.length })}
          </button>
        )}
        <Button
          size="small"
          look="ghost"
          aria-label={t('removeNamed', { name })}
          title={uses.length > 0 ? t('parameters.inUse') : undefined}
          disabled={readonly || uses.length > 0}
          onClick={() => change('param', (g) => setParam(g, name, undefined))}
        >
          <Trash2 aria-hidden />
        </Button>
      </div>
    </fieldset>
  );
}

type Control = {
  id: string;
  disabled: boolean;
  'aria-describedby': string | undefined;
  'aria-invalid': true | undefined;
};

function Value({
  control,
  param,
  onChange,
}: {
  control: Control;
  param: Param;
  onChange: (v: Param['value']) => void;
}) {
  const t = useTranslations('panels');
  const language = useLocale();
  const offers = useOffers().data?.items ?? [];
  const { type, value } = param;
  if (type === 'boolean')
    return <Checkbox {...control} checked={value === true} onChange={(event) => onChange(event.target.checked)} />;
  if (type === 'offer') {
    return (
      <Combo
        {...control}
        label={t('parameters.value')}
        free
        empty={t('noOffer')}
        value={String(value)}
        choices={offers.map((offer) => ({
          value: offer.id,
          label: offer.names[language] ?? Object.values(offer.names)[0] ?? offer.id,
          hint: offer.id,
        }))}
        onChange={onChange}
      />
    );
  }
  const number = type === 'days' || type === 'number';
  return (
    <Input
      {...control}
      type={number ? 'number' : type === 'date' ? 'date' : 'text'}
      step={type === 'days' ? 1 : 'any'}
      value={String(value)}
      onChange={({ target }) => onChange(number && target.value !== '' ? target.valueAsNumber : target.value)}
    />
  );
}

function without(param: Param): Param {
  const { label, ...rest } = param;
  return label ? { ...rest, label } : rest;
}
