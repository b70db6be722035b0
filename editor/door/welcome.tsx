'use client';
import { useLocale, useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { api } from '#editor/data/api.ts';
import { countriesIn, zones } from '#editor/desk/countries.ts';
import { useSaid } from '#editor/desk/said.ts';
import { comeIn } from '#editor/door/comein.ts';
import { DeadLink, WaitingDoor } from '#editor/door/dead.tsx';
import { Door } from '#editor/door/frame.tsx';
import { useLink } from '#editor/door/link.ts';
import { ChoosePassword } from '#editor/door/password.tsx';
import { Button } from '#editor/ui/button.tsx';
import { Notice } from '#editor/ui/card.tsx';
import { Field } from '#editor/ui/field.tsx';
import { Input, Select } from '#editor/ui/input.tsx';

/** Behind the link of the first start: who owns this, and what company it is for. */
export function Welcome() {
  const t = useTranslations('door');
  const desk = useTranslations('desk');
  const locale = useLocale();
  const said = useSaid('door');
  const { token, link } = useLink();
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);
  const first = link.data?.first ?? false;

  async function send(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const given = Object.fromEntries(new FormData(event.currentTarget)) as Record<string, string>;
    const { name, email, password, company, country, language, zone } = given;
    setBusy(true);
    setProblem(undefined);
    try {
      const about = first ? { company: { name: company, language, country, zone } } : {};
      await api('/auth/welcome', { method: 'POST', body: { token, name, email, password, language, ...about } });
      await comeIn('/');
    } catch (refused) {
      setProblem(said(refused));
    } finally {
      setBusy(false);
    }
  }

  if (link.error) return <DeadLink />;
  if (!link.data) return <WaitingDoor title={t('welcome')} />;
  // Somebody typed the one page's name for the other's.
  if (link.data.purpose !== 'owner') return <ChoosePassword />;
  return (
    <Door title={t('welcome')} text={t(first ? 'welcomeText' : 'welcomeAnother')}>
      <form onSubmit={send} className="grid gap-6">
        {problem ? <Notice tone="danger">{problem}</Notice> : null}
        <fieldset className="grid gap-4 sm:grid-cols-2">
          <legend className="mb-2 font-medium text-muted-foreground text-sm">{t('you')}</legend>
          <Field label={t('name')}>
            {(c) => <Input {...c} name="name" autoComplete="name" maxLength={200} required />}
          </Field>
          <Field label={t('language')}>
            {(c) => (
              <Select {...c} name="language" defaultValue={locale}>
                <option value="en">{desk('languages.en')}</option>
                <option value="fr">{desk('languages.fr')}</option>
              </Select>
            )}
          </Field>
          <Field label={t('email')} className="sm:col-span-2">
            {(c) => <Input {...c} name="email" type="email" autoComplete="username" required />}
          </Field>
          <Field label={t('password')} hint={t('passwordHint')} className="sm:col-span-2">
            {(c) => (
              <Input
                {...c}
                name="password"
                type="password"
                autoComplete="new-password"
                minLength={12}
                maxLength={200}
                required
              />
            )}
          </Field>
        </fieldset>
        {first ? <CompanyFields locale={locale} /> : null}
        <Button look="primary" size="large" type="submit" disabled={busy}>
          {t('begin')}
        </Button>
      </form>
    </Door>
  );
}

function CompanyFields({ locale }: { locale: string }) {
  const t = useTranslations('door');
  return (
    <fieldset className="grid gap-4 sm:grid-cols-2">
      <legend className="mb-2 font-medium text-muted-foreground text-sm">{t('yourCompany')}</legend>
      <Field label={t('company')} hint={t('companyHint')} className="sm:col-span-2">
        {(c) => <Input {...c} name="company" autoComplete="organization" maxLength={200} required />}
      </Field>
      <Field label={t('country')}>
        {(c) => (
          <Select {...c} name="country" defaultValue={countryHere(locale)}>
            {countriesIn(locale).map(({ code, name }) => (
              <option key={code} value={code}>
                {name}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label={t('zone')}>
        {(c) => <Input {...c} name="zone" list="zones" defaultValue={zoneHere()} required />}
      </Field>
      <p className="text-muted-foreground text-xs sm:col-span-2">{t('zoneHint')}</p>
      <datalist id="zones">
        {zones().map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
    </fieldset>
  );
}

/** Where the browser is; a machine without a place of its own is taken to be where most are. */
function zoneHere(): string {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  return timeZone === 'UTC' || timeZone.startsWith('Etc/') ? 'Europe/Paris' : timeZone;
}

function countryHere(locale: string): string {
  const region = new Intl.Locale(globalThis.navigator?.language ?? locale).region;
  return region && countriesIn(locale).some(({ code }) => code === region) ? region : 'FR';
}
