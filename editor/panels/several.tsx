'use client';
import { useTranslations } from 'next-intl';
import type { GraphStep } from '#core/graph.ts';
import { editStep, setField } from '#editor/state/document.ts';
import { useEditor } from '#editor/state/store.ts';
import { Field } from '#editor/ui/field.tsx';
import { Input, Select } from '#editor/ui/input.tsx';

const CHOICES = { class: ['service', 'information', 'commercial'], onExcess: ['postpone', 'skip'] };
const STANDING: Record<string, string> = { onExcess: 'postpone' };

/** Of several steps, what they have in common: names one by one, class, weight and excess of the contacts at once. */
export function Several({ steps }: { steps: readonly GraphStep[] }) {
  const t = useTranslations('panels');
  const readonly = useEditor((s) => s.readonly);
  const { change } = useEditor.getState();
  const contacts = steps.filter((step) => step.type === 'contact');
  const put = (key: string, value: unknown) =>
    change('edit', (graph) => contacts.reduce((g, { id }) => setField(g, id, [key], value), graph), {
      blend: `several.${key}.${contacts.map(({ id }) => id).join()}`,
    });
  const shared = (key: string): string | undefined => {
    const all = new Set(contacts.map(({ data }) => String(data[key] ?? STANDING[key] ?? '')));
    return all.size === 1 ? [...all][0] : undefined;
  };
  const weight = shared('weight');
  return (
    <>
      <h2 className="font-semibold text-lg">{t('several', { n: steps.length })}</h2>
      {contacts.length === 0 ? (
        <p className="text-muted-foreground text-sm">{t('noContacts')}</p>
      ) : (
        <>
          <p className="text-muted-foreground text-sm">{t('contactsOf', { n: contacts.length })}</p>
          {Object.entries(CHOICES).map(([key, values]) => (
            <Field key={key} label={t(`fields.${key}`)}>
              {(control) => (
                <Select
                  {...control}
                  disabled={readonly}
                  value={shared(key) ?? ''}
                  onChange={(e) => put(key, e.target.value)}
                >
                  <option value="" disabled>
                    {t('various')}
                  </option>
                  {values.map((value) => (
                    <option key={value} value={value}>
                      {t(`choices.${value}`)}
                    </option>
                  ))}
                </Select>
              )}
            </Field>
          ))}
          <Field label={t('fields.weight')} hint={t('weightHint')}>
            {(control) => (
              <Input
                {...control}
                type="number"
                min={0}
                max={10}
                step="any"
                disabled={readonly}
                placeholder={weight === undefined ? t('various') : t('weightOfChannel')}
                value={weight !== undefined && weight !== '' && Number.isFinite(Number(weight)) ? weight : ''}
                onChange={({ target }) => put('weight', target.value === '' ? undefined : target.valueAsNumber)}
              />
            )}
          </Field>
        </>
      )}
      <fieldset className="grid gap-2">
        <legend className="mb-2 font-medium text-sm">{t('names')}</legend>
        {steps.map((step, i) => (
          <Input
            key={step.id}
            aria-label={t('nameOf', { n: i + 1 })}
            disabled={readonly}
            placeholder={step.id}
            value={step.label ?? ''}
            onChange={({ target }) =>
              change('rename', (g) => editStep(g, step.id, { label: target.value || undefined }), {
                blend: `${step.id}.label`,
              })
            }
          />
        ))}
      </fieldset>
    </>
  );
}
