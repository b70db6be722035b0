'use client';
import { Plus, Trash2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { ConditionField } from '#editor/panels/condition.tsx';
import { type FieldProps, idOf, looseOf } from '#editor/panels/hands.ts';
import { EventPicker } from '#editor/panels/pickers.tsx';
import { Placed, Wrong } from '#editor/panels/placed.tsx';
import { Tick } from '#editor/panels/tick.tsx';
import { Button } from '#editor/ui/button.tsx';
import { Input } from '#editor/ui/input.tsx';

/** Events that are listened for, each with what must hold of it and, where it leads somewhere, its outcome. */
export function Matches({ field, path, value, hands }: FieldProps) {
  const t = useTranslations('panels');
  const list = (Array.isArray(value) ? value : []).map(looseOf);
  const ported =
    field.kind === 'list' && field.item.kind === 'group' && field.item.fields.some(({ key }) => key === 'port');
  const keyed = hands.graph.steps.some((step) => step.type === 'entry' && step.data.key !== undefined);
  return (
    <fieldset className="grid gap-3" id={idOf(path)} tabIndex={-1} data-field={path.join('.')}>
      <legend className="mb-1 font-medium text-sm">{t(`fields.${field.key === 'on' ? 'onEvents' : 'events'}`)}</legend>
      {list.map((match, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: events have no other name than their place.
        <div key={i} className="grid gap-3 rounded-lg border p-3">
          <div className="flex items-start gap-2">
            <div className="min-w-0 flex-1">
              <EventPicker path={[...path, i, 'event']} value={match.event} hands={hands} />
            </div>
            <Button
              look="ghost"
              size="icon"
              className="mt-6.5"
              aria-label={t('remove', { n: i + 1 })}
              disabled={hands.readonly || list.length === 1}
              onClick={() => hands.put([...path, i], undefined)}
            >
              <Trash2 aria-hidden />
            </Button>
          </div>
          <ConditionField
            path={[...path, i, 'filter']}
            value={match.filter}
            hands={hands}
            event={typeof match.event === 'string' ? match.event : ''}
          />
          {keyed || match.sameKey === true ? (
            <div id={idOf([...path, i, 'sameKey'])} data-field={[...path, i, 'sameKey'].join('.')}>
              <Tick
                label={t('fields.sameKey')}
                checked={match.sameKey === true}
                disabled={hands.readonly}
                onChange={(checked) => hands.put([...path, i, 'sameKey'], checked || undefined)}
              />
              <Wrong text={hands.problem([...path, i, 'sameKey'])} />
            </div>
          ) : null}
          {ported ? (
            <Placed at={[...path, i, 'port']} hands={hands} hint={t('portHint')}>
              {(control) => (
                <Input
                  {...control}
                  disabled={hands.readonly}
                  placeholder={`event${i + 1}`}
                  value={typeof match.port === 'string' ? match.port : ''}
                  onChange={(event) => hands.put([...path, i, 'port'], event.target.value || undefined)}
                />
              )}
            </Placed>
          ) : null}
        </div>
      ))}
      <Button
        size="small"
        className="justify-self-start"
        disabled={hands.readonly || list.length >= 20}
        onClick={() => hands.put(path, [...list, { event: '' }])}
      >
        <Plus aria-hidden />
        {t('addEvent')}
      </Button>
      <Wrong text={hands.problem(path)} />
    </fieldset>
  );
}
