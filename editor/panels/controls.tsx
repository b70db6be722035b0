'use client';
import { Plus, Trash2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type {
  ActionProps,
  CombinatorSelectorProps,
  FieldSelectorProps,
  NotToggleProps,
  OperatorSelectorProps,
} from 'react-querybuilder';
import { type Asked, fieldTyped, operatorsOf } from '#editor/panels/asked.ts';
import { Combo } from '#editor/panels/combo.tsx';
import type { Hands } from '#editor/panels/hands.ts';
import { fieldPhrase, type Names, type Say } from '#editor/panels/phrase.ts';
import { AHEAD, HAPPENED } from '#editor/panels/query.ts';
import { Tick } from '#editor/panels/tick.tsx';
import { Button } from '#editor/ui/button.tsx';
import { Select } from '#editor/ui/input.tsx';

/** What the parts of the builder are given of the world around them. */
export type Around = { hands: Hands; asked: readonly Asked[]; names: Names; ask: Say; event: string | undefined };

export function typeOfField({ asked }: Around, field: string): Asked['type'] {
  return field === HAPPENED ? 'happened' : (asked.find(({ name }) => name === field)?.type ?? 'any');
}

/** Short beneath the heading of its group, whole in the rule. */
export function FieldChoice({ value = '', handleOnChange, context, disabled }: FieldSelectorProps) {
  const t = useTranslations('panels');
  const around = context as Around;
  const { asked, names, ask } = around;
  const standing = value === '' || asked.some(({ name }) => name === value) ? [] : [value];
  return (
    <Combo
      label={t('builder.field')}
      className="sm:w-60"
      free
      value={value}
      disabled={disabled ?? false}
      choices={[
        ...asked.map(({ name, group }) => ({
          value: name,
          label: name === HAPPENED ? t('builder.happened') : fieldPhrase(name, ask, names),
          group: t(`builder.groups.${group}`),
        })),
        ...standing.map((name) => ({
          value: name,
          label: fieldPhrase(name, ask, names),
          group: t('builder.groups.other'),
        })),
      ]}
      onChange={(next) =>
        handleOnChange(asked.some(({ name }) => name === next) ? next : fieldTyped(next, around.event !== undefined))
      }
    />
  );
}

export function OperatorChoice({ value = '', field, handleOnChange, context, disabled }: OperatorSelectorProps) {
  const t = useTranslations('panels');
  const words = useTranslations('condition.operators');
  const around = context as Around;
  const type = typeOfField(around, field);
  if (type === 'happened') return null;
  return (
    <Select
      className="sm:w-auto sm:max-w-60"
      aria-label={t('builder.operator')}
      value={value}
      disabled={disabled}
      onChange={(event) => handleOnChange(event.target.value)}
    >
      {operatorsOf(type, value).map((operator) => (
        <option key={operator} value={operator}>
          {operator === AHEAD || words.has(operator as 'eq') ? words(operator as 'eq') : operator}
        </option>
      ))}
    </Select>
  );
}

export function CombinatorChoice({ value = 'and', handleOnChange, disabled }: CombinatorSelectorProps) {
  const t = useTranslations('panels');
  return (
    <Select
      className="w-auto"
      aria-label={t('builder.combinator')}
      value={value}
      disabled={disabled}
      onChange={(event) => handleOnChange(event.target.value)}
    >
      <option value="and">{t('builder.and')}</option>
      <option value="or">{t('builder.or')}</option>
    </Select>
  );
}

export function NotChoice({ checked = false, handleOnChange, disabled }: NotToggleProps) {
  const t = useTranslations('panels');
  return <Tick label={t('builder.not')} checked={checked} disabled={disabled ?? false} onChange={handleOnChange} />;
}

export function AddRule({ handleOnClick, disabled }: ActionProps) {
  const t = useTranslations('panels');
  return (
    <Button size="small" disabled={disabled} onClick={(event) => handleOnClick(event as never)}>
      <Plus aria-hidden />
      {t('builder.addRule')}
    </Button>
  );
}

export function AddGroup({ handleOnClick, disabled }: ActionProps) {
  const t = useTranslations('panels');
  return (
    <Button size="small" look="ghost" disabled={disabled} onClick={(event) => handleOnClick(event as never)}>
      <Plus aria-hidden />
      {t('builder.addGroup')}
    </Button>
  );
}

export function RemoveRule(props: ActionProps) {
  return <Remove {...props} className="absolute top-2 right-2" />;
}

export function RemoveGroup(props: ActionProps) {
  return <Remove {...props} className="ml-auto" />;
}

function Remove({ handleOnClick, disabled, path, className }: ActionProps) {
  const t = useTranslations('panels');
  const place = path.map((n) => n + 1).join('.');
  return (
    <Button
      look="ghost"
      size="icon"
      className={className}
      aria-label={t('builder.remove', { place })}
      title={t('builder.remove', { place })}
      disabled={disabled}
      onClick={(event) => handleOnClick(event as never)}
    >
      <Trash2 aria-hidden />
    </Button>
  );
}
