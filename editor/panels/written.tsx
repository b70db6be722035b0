'use client';
import { Plus, Trash2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useId, useRef, useState } from 'react';
import { VariablePicker } from '#editor/contents/variables.tsx';
import { type FieldProps, looseOf } from '#editor/panels/hands.ts';
import { Placed } from '#editor/panels/placed.tsx';
import { Slot } from '#editor/panels/slot.tsx';
import { Button } from '#editor/ui/button.tsx';
import { Input, Textarea } from '#editor/ui/input.tsx';

const LONG = new Set(['html', 'text', 'body']);

/** Words a customer reads: variables are put in by choosing, and what a customer may lack asks for its fallback. */
export function Written({ field, path, value, hands }: FieldProps) {
  const t = useTranslations('panels');
  const place = useRef<HTMLInputElement & HTMLTextAreaElement>(null);
  const content = looseOf(hands.step.data.content);
  const defaults = looseOf(content.defaults) as Record<string, string>;
  const text = typeof value === 'string' ? value : '';
  const label = t(`fields.${field.key}`);
  const insert = (variable: string, fallback: string | null) => {
    const at = place.current?.selectionStart ?? text.length;
    const [first, ...rest] = path;
    const said = `${text.slice(0, at)}{{ ${variable} }}${text.slice(at)}`;
    const known = fallback === null ? {} : { defaults: { ...defaults, [variable]: fallback } };
    if (first === 'content' && rest.length === 1) hands.put(['content'], { ...content, [field.key]: said, ...known });
    else hands.put(path, said);
  };
  const shared = {
    ref: place,
    disabled: hands.readonly,
    value: text,
    onChange: ({ target }: { target: { value: string } }) => hands.put(path, target.value || undefined),
  };
  return (
    <div className="relative">
      <Placed at={path} hands={hands}>
        {(control) => (
          <Slot label={label} types={['text']} path={path} value={value} hands={hands}>
            {LONG.has(field.key) ? (
              <Textarea
                {...control}
                {...shared}
                className={field.key === 'html' ? 'min-h-40 font-mono text-xs' : 'min-h-28'}
              />
            ) : (
              <Input {...control} {...shared} />
            )}
          </Slot>
        )}
      </Placed>
      {hands.readonly || typeof value === 'object' ? null : (
        <div className="absolute -top-3 right-0">
          <VariablePicker
            label={t('variableInto', { field: label })}
            defaults={defaults}
            params={Object.keys(hands.graph.params)}
            onPick={insert}
          />
        </div>
      )}
    </div>
  );
}

/** What stands where a customer has no value, variable by variable. */
export function Fallbacks({ path, value, hands }: FieldProps) {
  const t = useTranslations('panels');
  const id = useId();
  const [fresh, setFresh] = useState('');
  const known = looseOf(value);
  const names = Object.keys(known);
  const put = (next: Record<string, unknown>) => hands.put(path, Object.keys(next).length === 0 ? undefined : next);
  const add = () => {
    const name = fresh.trim();
    if (name !== '' && !(name in known)) put({ ...known, [name]: '' });
    setFresh('');
  };
  return (
    <Placed at={path} hands={hands} {...(names.length === 0 ? { hint: t('noFallbacks') } : {})}>
      {(control) => (
        <div className="grid gap-2">
          {names.map((name) => (
            <div key={name} className="grid grid-cols-[minmax(0,1fr)_minmax(0,1fr)_auto] items-center gap-2">
              <label htmlFor={`${id}-${name}`} className="truncate font-mono text-xs" title={name}>
                {name}
              </label>
              <Input
                id={`${id}-${name}`}
                disabled={hands.readonly}
                value={typeof known[name] === 'string' ? known[name] : ''}
                onChange={(event) => put({ ...known, [name]: event.target.value })}
              />
              <Button
                look="ghost"
                size="icon"
                aria-label={t('removeNamed', { name })}
                disabled={hands.readonly}
                onClick={() => {
                  const { [name]: _, ...rest } = known;
                  put(rest);
                }}
              >
                <Trash2 aria-hidden />
              </Button>
            </div>
          ))}
          <div className="flex gap-2">
            <Input
              {...control}
              className="font-mono text-xs"
              placeholder="profile.firstName"
              disabled={hands.readonly}
              value={fresh}
              onChange={(event) => setFresh(event.target.value)}
              onKeyDown={(event) => event.key === 'Enter' && add()}
            />
            <Button
              size="icon"
              aria-label={t('addFallback')}
              disabled={hands.readonly || fresh.trim() === ''}
              onClick={add}
            >
              <Plus aria-hidden />
            </Button>
          </div>
        </div>
      )}
    </Placed>
  );
}
