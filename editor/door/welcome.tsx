'use client';
import { useQuery } from '@tanstack/react-query';
import { useLocale, useTranslations } from 'next-intl';
import { type FormEvent, useEffect, useState } from 'react';
import { ApiProblem, api } from '#editor/data/api.ts';
import { Door } from '#editor/door/frame.tsx';
import { Button } from '#editor/ui/button.tsx';
import { Notice } from '#editor/ui/card.tsx';
import { Field } from '#editor/ui/field.tsx';
import { Input, Select } from '#editor/ui/input.tsx';

type LinkAnswer = {
  purpose: 'owner' | 'invitation' | 'reset';
  name: string | null;
  email: string | null;
  first: boolean;
};

const COUNTRIES = ['FR', 'BE', 'CH', 'LU', 'CA', 'DE', 'ES', 'GB', 'IE', 'IT', 'NL', 'PT', 'US'];

/** The one-time links: the owner of a fresh base, somebody invited, a new password. */
export function Welcome() {
  const t = useTranslations('door');
  const locale = useLocale();
  const [token, setToken] = useState<string | null>(null);
  useEffect(() => setToken(new URLSearchParams(window.location.search).get('token') ?? ''), []);
  const link = useQuery({
    queryKey: ['link', token],
    queryFn: () => api<LinkAnswer>('/auth/link', { method: 'POST', body: { token } }),
    enabled: token !== null,
  });
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);
  const owner = link.data?.purpose === 'owner';
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

  async function send(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const {
      name,
      email,
      password,
      company,
      country,
      language,
      zone: place,
    } = Object.fromEntries(new FormData(event.currentTarget)) as Record<string, string>;
    setBusy(true);
    setProblem(undefined);
    try {
      const said = { name: company, language, country, zone: place };
      const body = owner
        ? { token, name, email, password, language, ...(link.data?.first ? { company: said } : {}) }
        : { token, password };
      await api(owner ? '/auth/welcome' : '/auth/password', { method: 'POST', body });
      window.location.assign('/');
    } catch (refused) {
      const known = refused instanceof ApiProblem && refused.status > 0 && refused.status < 500;
      setProblem(known ? refused.message : t('unreachable'));
    } finally {
      setBusy(false);
    }
  }

  if (link.error) {
    return (
      <Door title={t('deadLink')}>
        <p className="text-muted-foreground">{t('deadLinkText')}</p>
      </Door>
    );
  }
  if (!link.data) return <Door title={t('welcome')}>{null}</Door>;
  return (
    <Door title={t(owner ? 'welcome' : 'choosePassword')}>
      <form onSubmit={send} className="grid gap-4">
        {problem ? <Notice tone="danger">{problem}</Notice> : null}
        {owner ? (
          <>
            <Field label={t('name')}>{(c) => <Input {...c} name="name" autoComplete="name" required />}</Field>
            <Field label={t('email')}>
              {(c) => <Input {...c} name="email" type="email" autoComplete="username" required />}
            </Field>
          </>
        ) : null}
        <Field label={t('password')} hint={t('passwordHint')}>
          {(c) => <Input {...c} name="password" type="password" autoComplete="new-password" minLength={12} required />}
        </Field>
        {owner && link.data.first ? (
          <>
            <Field label={t('company')}>
              {(c) => <Input {...c} name="company" autoComplete="organization" required />}
            </Field>
            <Field label={t('country')}>
              {(c) => (
                <Select {...c} name="country" defaultValue="FR">
                  {COUNTRIES.map((code) => (
                    <option key={code} value={code}>
                      {new Intl.DisplayNames([locale], { type: 'region' }).of(code)}
                    </option>
                  ))}
                </Select>
              )}
            </Field>
            <Field label={t('zone')} hint={t('zoneHint')}>
              {(c) => <Input {...c} name="zone" defaultValue={zone} required />}
            </Field>
          </>
        ) : null}
        {owner ? (
          <Field label={t('language')}>
            {(c) => (
              <Select {...c} name="language" defaultValue={locale}>
                <option value="en">English</option>
                <option value="fr">Français</option>
              </Select>
            )}
          </Field>
        ) : null}
        <Button look="primary" size="large" type="submit" disabled={busy}>
          {t('begin')}
        </Button>
      </form>
    </Door>
  );
}
