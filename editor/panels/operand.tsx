'use client';
import dynamic from 'next/dynamic';
import { useLocale, useTranslations } from 'next-intl';
import type { ValueEditorProps } from 'react-querybuilder';
import type { Condition } from '#core/condition.ts';
import { useEvents } from '#editor/data/catalogue.ts';
import { amountOf } from '#editor/panels/amount.ts';
import { Chips } from '#editor/panels/chips.tsx';
import { Code } from '#editor/panels/code.tsx';
import { Combo } from '#editor/panels/combo.tsx';
import { type Around, typeOfField } from '#editor/panels/controls.tsx';
import { useEventChoices } from '#editor/panels/eventchoices.ts';
import { looseOf } from '#editor/panels/hands.ts';
import { HAPPENED, isParam } from '#editor/panels/query.ts';
import { Slot } from '#editor/panels/slot.tsx';
import { Tick } from '#editor/panels/tick.tsx';
import { Button } from '#editor/ui/button.tsx';
import { cn } from '#editor/ui/class.ts';
import { Input, Select } from '#editor/ui/input.tsx';

// The builder within a rule is the builder itself.
const Builder = dynamic(() => import('#editor/panels/builder.tsx').then((m) => m.Builder), { ssr: false });

/** What a field is compared with; of an event of the past, which one and since when. */
export function Operand({ field, operator, value, handleOnChange, context, disabled = false }: ValueEditorProps) {
  const t = useTranslations('panels');
  const around = context as Around;
  if (field === HAPPENED)
    return <Happened value={value} around={around} disabled={disabled} onChange={handleOnChange} />;
  if (operator === 'exists' || operator === 'missing') return null;
  const type = typeOfField(around, field);
  const hands = { ...around.hands, readonly: disabled, put: (_: unknown, next: unknown) => handleOnChange(next ?? '') };
  const types =
    type === 'number' || /days$/.test(operator)
      ? ['number', 'days']
      : ['text', 'number', 'date', 'offer', 'boolean', 'days'];
  return (
    <div className="min-w-0 flex-1 basis-40">
      <Slot label={t('builder.value')} types={types} path={['value']} value={value} hands={hands}>
        <Plain {...{ field, operator, value, around, type, disabled }} onChange={handleOnChange} />
      </Slot>
    </div>
  );
}

type PlainProps = {
  field: string;
  operator: string;
  value: unknown;
  around: Around;
  type: ReturnType<typeof typeOfField>;
  disabled: boolean;
  onChange: (value: unknown) => void;
};

/** "100 €" is more than "20 €" only as a number. */
const ORDERS = new Set(['gt', 'gte', 'lt', 'lte']);

function Plain({ field, operator, value, around, type, disabled, onChange }: PlainProps) {
  const language = useLocale() === 'fr' ? 'fr' : 'en';
  const t = useTranslations('panels');
  const states = useTranslations('condition.states');
  const shared = { 'aria-label': t('builder.value'), disabled };
  const values = around.asked.find(({ name }) => name === field)?.values;
  const text = value === undefined || value === null ? '' : String(value);
  const said = (one: string) =>
    field.endsWith('.state') && states.has(one as 'handed') ? states(one as 'handed') : one;

  if (isParam(value)) return null;
  if (operator === 'in' || operator === 'not_in') {
    if (value !== undefined && value !== '' && !isScalars(value))
      return <Code {...shared} value={value} onChange={onChange} />;
    const list = Array.isArray(value) ? (value as (string | number)[]) : [];
    if (values) {
      return (
        <div className="flex flex-wrap gap-x-4 gap-y-1.5 pt-1.5">
          {values.map((one) => (
            <Tick
              key={one}
              label={said(one)}
              checked={list.includes(one)}
              disabled={disabled}
              onChange={(checked) => onChange(checked ? [...list, one] : list.filter((v) => v !== one))}
            />
          ))}
        </div>
      );
    }
    return (
      <Chips
        label={t('builder.value')}
        values={list}
        numeric={type === 'number'}
        disabled={disabled}
        onChange={onChange}
      />
    );
  }
  if (typeof value === 'object' && value !== null) return <Code {...shared} value={value} onChange={onChange} />;
  if (type === 'boolean' || typeof value === 'boolean') {
    return (
      <Select {...shared} value={text} onChange={(event) => onChange(event.target.value === 'true')}>
        {text === 'true' || text === 'false' ? null : <option value={text}>{text}</option>}
        <option value="true">{t('builder.true')}</option>
        <option value="false">{t('builder.false')}</option>
      </Select>
    );
  }
  if (values && (operator === 'eq' || operator === 'ne')) {
    return (
      <Select {...shared} value={text} onChange={(event) => onChange(event.target.value)}>
        {values.includes(text) ? null : <option value={text}>{text || t('choose')}</option>}
        {values.map((one) => (
          <option key={one} value={one}>
            {said(one)}
          </option>
        ))}
      </Select>
    );
  }
  const day = (operator === 'before' || operator === 'after') && (text === '' || /^\d{4}-\d{2}-\d{2}$/.test(text));
  const number = /days$/.test(operator) || typeof value === 'number' || (type === 'number' && text === '');
  return (
    <Input
      {...shared}
      type={day ? 'date' : number ? 'number' : 'text'}
      step="any"
      value={text}
      onBlur={() => {
        const amount = ORDERS.has(operator) && typeof value === 'string' ? amountOf(value, language) : undefined;
        if (amount !== undefined) onChange(amount);
      }}
      onChange={({ target }) => onChange(number ? (target.value === '' ? '' : target.valueAsNumber) : target.value)}
    />
  );
}

function isScalars(value: unknown): boolean {
  return Array.isArray(value) && value.every((one) => typeof one === 'string' || typeof one === 'number');
}

type HappenedProps = { value: unknown; around: Around; disabled: boolean; onChange: (value: unknown) => void };

function Happened({ value, around, disabled, onChange }: HappenedProps) {
  const t = useTranslations('panels');
  const seen = useEvents();
  const choices = useEventChoices();
  const asked = looseOf(value);
  const event = typeof asked.event === 'string' ? asked.event : '';
  const unseen = event !== '' && seen !== undefined && !seen.some(({ name }) => name === event);
  const entry = around.hands.graph.steps.find((step) => step.type === 'entry');
  const { days: _, filter: __, sameKey: ___, ...bare } = asked;
  const set = (key: string, next: unknown) => {
    const { [key]: ____, ...rest } = asked;
    onChange(next === undefined ? rest : { ...rest, [key]: next });
  };
  const slot = { ...around.hands, readonly: disabled };
  return (
    <div
      className={cn(
        'grid min-w-0 flex-1 grid-cols-[minmax(0,1fr)] gap-2',
        asked.filter === undefined ? 'basis-80' : 'basis-full',
      )}
    >
      <div className="flex flex-wrap items-center gap-2">
        <div className="min-w-0 flex-1 basis-48">
          <Slot
            label={t('fields.event')}
            types={['text']}
            path={['event']}
            value={asked.event}
            hands={{ ...slot, put: (_path, next) => set('event', next ?? '') }}
          >
            <Combo
              label={t('fields.event')}
              free
              empty={t('chooseEvent')}
              value={event}
              disabled={disabled}
              choices={choices(seen)}
              onChange={(next) => set('event', next)}
            />
          </Slot>
        </div>
        <Select
          className="w-auto"
          aria-label={t('builder.since')}
          disabled={disabled}
          value={asked.days === undefined ? 'entry' : 'days'}
          onChange={(change) => set('days', change.target.value === 'days' ? 30 : undefined)}
        >
          <option value="entry">{t('builder.sinceEntry')}</option>
          <option value="days">{t('builder.inDays')}</option>
        </Select>
        {asked.days === undefined ? null : (
          <div className="w-28">
            <Slot
              label={t('fields.days')}
              types={['number', 'days']}
              path={['days']}
              value={asked.days}
              hands={{ ...slot, put: (_path, next) => set('days', next ?? 30) }}
            >
              <Input
                type="number"
                min={1}
                aria-label={t('fields.days')}
                disabled={disabled}
                value={typeof asked.days === 'number' ? asked.days : ''}
                onChange={({ target }) => target.value !== '' && set('days', target.valueAsNumber)}
              />
            </Slot>
          </div>
        )}
      </div>
      {unseen ? <p className="text-warning text-xs">{t('neverSeen')}</p> : null}
      {entry?.data.key !== undefined || asked.sameKey === true ? (
        <Tick
          label={t('fields.sameKey')}
          checked={asked.sameKey === true}
          disabled={disabled}
          onChange={(checked) => set('sameKey', checked || undefined)}
        />
      ) : null}
      {asked.filter === undefined ? (
        <Button
          size="small"
          look="link"
          className="justify-self-start px-0"
          disabled={disabled || Object.keys(bare).length === 0}
          onClick={() => set('filter', { all: [] })}
        >
          {t('builder.onlyIf')}
        </Button>
      ) : (
        <div className="grid grid-cols-[minmax(0,1fr)] gap-2 border-l-2 pl-2 sm:pl-3">
          <div className="flex items-center justify-between text-sm">
            {t('fields.filter')}
            <Button size="small" look="link" disabled={disabled} onClick={() => set('filter', undefined)}>
              {t('builder.noFilter')}
            </Button>
          </div>
          <Builder
            value={asked.filter as Condition}
            hands={slot}
            event={event}
            past={false}
            onChange={(next) => set('filter', next)}
          />
        </div>
      )}
    </div>
  );
}
