'use client';
import { useLocale, useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import {
  type SettingsAnswer,
  useAttributes,
  useBrands,
  useSaveBrand,
  useSaveSettings,
  useSettings,
} from '#editor/data/people.ts';
import { countriesIn, zones } from '#editor/desk/countries.ts';
import { fieldProblem, useSaid } from '#editor/desk/said.ts';
import { Button } from '#editor/ui/button.tsx';
import { Card, Notice, Skeleton } from '#editor/ui/card.tsx';
import { Field } from '#editor/ui/field.tsx';
import { Input, Select } from '#editor/ui/input.tsx';
import { toast } from '#editor/ui/toast.tsx';

type Change = Partial<Omit<SettingsAnswer, 'totpRequired'>> & { brand?: string };

/** What holds for the whole company; saved together. */
export function Company() {
  const t = useTranslations('settings');
  const desk = useTranslations('desk');
  const locale = useLocale();
  const said = useSaid('settings');
  const settings = useSettings();
  const brands = useBrands();
  const attributes = useAttributes().data ?? [];
  const saveSettings = useSaveSettings();
  const saveBrand = useSaveBrand();
  const [change, setChange] = useState<Change>({});
  const saved = settings.data;
  const brand = brands.data?.find(({ id }) => id === 'default');

  if (settings.error) return <Notice tone="danger">{said(settings.error)}</Notice>;
  if (!saved || !brand) return <Skeleton className="h-96" />;
  const form = { ...saved, brand: brand.name, ...change };
  const put = (more: Change) => setChange((before) => ({ ...before, ...more }));
  const busy = saveSettings.isPending || saveBrand.isPending;
  const failure = saveSettings.error ?? saveBrand.error;

  async function save(event: FormEvent) {
    event.preventDefault();
    const { brand: shown, ...body } = change;
    try {
      // The brand last: a new name of the company may have renamed it.
      if (Object.keys(body).length > 0) await saveSettings.mutateAsync(body);
      if (shown !== undefined && brand) await saveBrand.mutateAsync({ ...brand, name: shown });
      setChange({});
      toast.success(t('saved'));
    } catch {
      // Said beside the form, which keeps what was typed.
    }
  }

  return (
    <form onSubmit={save} className="grid max-w-3xl gap-6">
      <Card className="grid gap-5 sm:grid-cols-2">
        <Field label={t('name')} hint={t('nameHint')} problem={fieldProblem(failure, 'name')}>
          {(control) => (
            <Input
              {...control}
              required
              maxLength={200}
              value={form.name}
              onChange={(event) => put({ name: event.target.value })}
            />
          )}
        </Field>
        <Field label={t('brand')} hint={t('brandHint')}>
          {(control) => (
            <Input
              {...control}
              required
              maxLength={200}
              value={form.brand}
              onChange={(event) => put({ brand: event.target.value })}
            />
          )}
        </Field>
        <Field label={t('country')} hint={t('countryHint')}>
          {(control) => (
            <Select {...control} value={form.country} onChange={(event) => put({ country: event.target.value })}>
              {countriesIn(locale).map(({ code, name }) => (
                <option key={code} value={code}>
                  {name}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field label={t('zone')} hint={t('zoneHint')} problem={fieldProblem(failure, 'zone')}>
          {(control) => (
            <Input
              {...control}
              required
              list="zones"
              value={form.zone}
              onChange={(event) => put({ zone: event.target.value })}
            />
          )}
        </Field>
        <Field label={t('language')} hint={t('languageHint')}>
          {(control) => (
            <Select
              {...control}
              value={form.language}
              onChange={(event) => put({ language: event.target.value as 'en' | 'fr' })}
            >
              <option value="en">{desk('languages.en')}</option>
              <option value="fr">{desk('languages.fr')}</option>
            </Select>
          )}
        </Field>
      </Card>
      <Card className="grid gap-5 sm:grid-cols-2">
        <Field label={t('holdout')} hint={t('holdoutHint')} problem={fieldProblem(failure, 'holdoutPercent')}>
          {(control) => (
            <Input
              {...control}
              type="number"
              min={0}
              max={50}
              step="any"
              value={Number.isNaN(form.holdoutPercent) ? '' : form.holdoutPercent}
              required
              onChange={(event) => put({ holdoutPercent: event.target.valueAsNumber })}
            />
          )}
        </Field>
        <Field label={t('household')} hint={t('householdHint')}>
          {(control) => (
            <Input
              {...control}
              list="attributes"
              placeholder={t('householdNone')}
              value={form.householdField ?? ''}
              onChange={(event) => put({ householdField: event.target.value.trim() || null })}
            />
          )}
        </Field>
      </Card>
      <datalist id="zones">
        {zones().map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
      <datalist id="attributes">
        {attributes
          .filter(({ path }) => path.startsWith('profile.'))
          .map(({ path }) => (
            <option key={path} value={path.slice('profile.'.length)} />
          ))}
      </datalist>
      {failure ? <Notice tone="danger">{said(failure)}</Notice> : null}
      <div className="flex items-center gap-3">
        <Button look="primary" type="submit" disabled={busy || Object.keys(change).length === 0}>
          {busy ? t('saving') : desk('save')}
        </Button>
        {Object.keys(change).length > 0 ? (
          <Button look="ghost" onClick={() => setChange({})}>
            {desk('cancel')}
          </Button>
        ) : null}
      </div>
    </form>
  );
}
