'use client';
import { Plus, Trash2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Arms } from '#editor/panels/arms.tsx';
import { Chips } from '#editor/panels/chips.tsx';
import { Code } from '#editor/panels/code.tsx';
import { ConditionField } from '#editor/panels/condition.tsx';
import { type FieldProps, idOf, looseOf } from '#editor/panels/hands.ts';
import { Matches } from '#editor/panels/matches.tsx';
import {
  BrandPicker,
  ChainPicker,
  EventPicker,
  OfferPicker,
  PropertyPicker,
  TeamPicker,
  TopicPicker,
} from '#editor/panels/pickers.tsx';
import { Placed, Wrong } from '#editor/panels/placed.tsx';
import { Slot } from '#editor/panels/slot.tsx';
import { Late, Reentry, Validity } from '#editor/panels/terms.tsx';
import { triggerOf } from '#editor/panels/trigger.ts';
import { When } from '#editor/panels/when.tsx';
import { Fallbacks, Written } from '#editor/panels/written.tsx';
import { Button } from '#editor/ui/button.tsx';
import { Checkbox, Input, Select } from '#editor/ui/input.tsx';

/** What has a widget of its own, by the name of the field; all else has a form made from its schema. */
const WIDGETS: Record<string, (props: FieldProps) => ReactNode> = {
  when: When,
  until: When,
  validUntil: Validity,
  ifLate: Late,
  reentry: Reentry,
  event: (props) => <EventPicker {...props} optional={props.field.optional} />,
  events: Matches,
  key: (props) => <PropertyPicker {...props} event={triggerOf(props.hands.graph)} optional />,
  filter: (props) => <ConditionField {...props} event={triggerOf(props.hands.graph) ?? ''} />,
  if: (props) => <ConditionField {...props} event={undefined} />,
  arms: Arms,
  chain: ChainPicker,
  offer: OfferPicker,
  topics: TopicPicker,
  brand: BrandPicker,
  team: TeamPicker,
  outcomes: Outcomes,
  defaults: Fallbacks,
  subject: Written,
  preheader: Written,
  html: Written,
  text: Written,
  title: Written,
  body: Written,
};

/** One field of the form, with all that lies in it. */
export function FormPart(props: FieldProps) {
  const { field, path, value, hands } = props;
  const t = useTranslations('panels');
  const Widget = field.key === 'on' && field.kind === 'list' ? Matches : WIDGETS[field.key];
  if (Widget) return <Widget {...props} />;
  const known = t.has(`fields.${field.key}`) ? t(`fields.${field.key}`) : field.key;
  const label = field.key === 'item' ? t('item', { n: Number(path.at(-1)) + 1 }) : known;
  if (field.kind === 'group' || field.kind === 'shapes') return <Group {...props} label={label} />;
  if (field.kind === 'list') return <List {...props} label={label} />;
  return (
    <Placed at={path} hands={hands} label={label}>
      {(control) => (
        <Slot label={label} types={field.params} path={path} value={value} hands={hands}>
          <Scalar {...props} shared={{ ...control, disabled: hands.readonly }} />
        </Slot>
      )}
    </Placed>
  );
}

function Group({ field, path, value, hands, label }: FieldProps & { label: string }) {
  const t = useTranslations('panels');
  const record = looseOf(value);
  const word = useWord();
  if (field.kind !== 'group' && field.kind !== 'shapes') return null;
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

function List({ field, path, value, hands, label }: FieldProps & { label: string }) {
  const t = useTranslations('panels');
  const items = Array.isArray(value) ? value : [];
  if (field.kind !== 'list') return null;
  const { item } = field;
  return (
    <fieldset className="grid gap-3 rounded-lg border p-3" id={idOf(path)} tabIndex={-1}>
      <legend className="px-1 font-medium text-sm">{label}</legend>
      {items.map((one, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: items have no other name than their place.
        <div key={i} className="grid grid-cols-[1fr_auto] items-end gap-2">
          <FormPart field={item} path={[...path, i]} value={one} hands={hands} />
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
      <Button
        size="small"
        aria-label={`${t('add')} : ${label}`}
        disabled={hands.readonly}
        onClick={() => hands.put(path, [...items, item.kind === 'group' ? {} : ''])}
      >
        <Plus aria-hidden />
        {t('add')}
      </Button>
      <Wrong text={hands.problem(path)} />
    </fieldset>
  );
}

function Outcomes({ path, value, hands }: FieldProps) {
  const t = useTranslations('panels');
  return (
    <Placed at={path} hands={hands} hint={t('outcomesHint')}>
      {(control) => (
        <Chips
          id={control.id}
          label={t('fields.outcomes')}
          values={Array.isArray(value) ? value.map(String) : []}
          disabled={hands.readonly}
          onChange={(next) => hands.put(path, next.length === 0 ? undefined : next)}
        />
      )}
    </Placed>
  );
}

function useWord(): (choice: string) => string {
  const t = useTranslations('panels');
  return (choice) => (t.has(`choices.${choice}`) ? t(`choices.${choice}`) : choice);
}

type Shared = {
  id: string;
  disabled: boolean;
  'aria-describedby': string | undefined;
  'aria-invalid': true | undefined;
};

function Scalar({ field, value, path, hands, shared }: FieldProps & { shared: Shared }) {
  const t = useTranslations('panels');
  const word = useWord();
  if (field.kind === 'switch') {
    return (
      <Checkbox {...shared} checked={value === true} onChange={(e) => hands.put(path, e.target.checked || undefined)} />
    );
  }
  if (field.kind === 'choice') {
    const standing = value === undefined ? (field.standing ?? '') : String(value);
    return (
      <Select {...shared} value={standing} onChange={(e) => hands.put(path, e.target.value || undefined)}>
        {standing === '' ? <option value="">{t('none')}</option> : null}
        {field.choices.map((choice) => (
          <option key={choice} value={choice}>
            {word(choice)}
          </option>
        ))}
      </Select>
    );
  }
  if (field.kind === 'json') return <Code {...shared} value={value} onChange={(next) => hands.put(path, next)} />;
  const number = field.kind === 'number';
  return (
    <Input
      {...shared}
      type={number ? 'number' : 'text'}
      step="any"
      placeholder={field.standing}
      value={value === undefined || typeof value === 'object' ? '' : String(value)}
      onChange={({ target }) =>
        hands.put(path, target.value === '' ? undefined : number ? target.valueAsNumber : target.value)
      }
    />
  );
}
