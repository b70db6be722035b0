'use client';
import { useRouter } from 'next/navigation';
import { useLocale, useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { PasswordForm } from '#editor/account/password.tsx';
import { Sessions } from '#editor/account/sessions.tsx';
import { Totp } from '#editor/account/totp.tsx';
import { useMe } from '#editor/data/me.ts';
import { useChangeMe } from '#editor/data/people.ts';
import { fieldProblem, useSaid } from '#editor/desk/said.ts';
import { speak } from '#editor/desk/speak.ts';
import { Button } from '#editor/ui/button.tsx';
import { Badge, Card, Empty, Notice, Skeleton } from '#editor/ui/card.tsx';
import { Field } from '#editor/ui/field.tsx';
import { Input, Select } from '#editor/ui/input.tsx';
import { Page } from '#editor/ui/page.tsx';
import { toast } from '#editor/ui/toast.tsx';

/** What people keep of themselves here, and how they come in. */
export function Account() {
  const t = useTranslations('account');
  const settings = useTranslations('settings');
  const desk = useTranslations('desk');
  const me = useMe().data;
  if (!me) {
    return (
      <Page title={desk('account')}>
        <Skeleton className="h-64" />
      </Page>
    );
  }
  const { person } = me;
  if (!person) {
    return (
      <Page title={desk('account')}>
        <Empty title={t('noPerson')} />
      </Page>
    );
  }
  return (
    <Page title={desk('account')}>
      <div className="grid max-w-3xl gap-6">
        {me.totpMissing ? <Notice tone="warning">{t('totpAsked')}</Notice> : null}
        <Card className="grid gap-4" aria-labelledby="who">
          <div className="flex flex-wrap items-baseline justify-between gap-2">
            <h2 id="who" className="font-semibold">
              {person.email}
            </h2>
            <span className="flex flex-wrap gap-1">
              {person.roles.map((role) => (
                <Badge key={role}>{settings(`role.${role}.name`)}</Badge>
              ))}
              {person.team ? <Badge tone="flow">{person.team}</Badge> : null}
            </span>
          </div>
          <Who name={person.name} />
        </Card>
        <Totp on={person.totp} />
        <Card className="grid gap-4" aria-labelledby="password">
          <h2 id="password" className="font-semibold">
            {t('password')}
          </h2>
          <PasswordForm email={person.email} />
        </Card>
        <Sessions />
      </div>
    </Page>
  );
}

function Who({ name: saved }: { name: string }) {
  const t = useTranslations('account');
  const desk = useTranslations('desk');
  const locale = useLocale() as 'en' | 'fr';
  const router = useRouter();
  const said = useSaid('account');
  const change = useChangeMe();
  const [name, setName] = useState(saved);
  const [language, setLanguage] = useState(locale);
  const same = name === saved && language === locale;

  function save(event: FormEvent) {
    event.preventDefault();
    change.mutate(
      { name, language },
      {
        onSuccess: () => {
          toast.success(t('saved'));
          if (language === locale) return;
          speak(language);
          router.refresh();
        },
      },
    );
  }

  return (
    <form onSubmit={save} className="grid gap-4 sm:grid-cols-2">
      <Field label={t('name')} problem={fieldProblem(change.error, 'name')}>
        {(control) => (
          <Input
            {...control}
            required
            maxLength={200}
            autoComplete="name"
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      <Field label={desk('language')}>
        {(control) => (
          <Select {...control} value={language} onChange={(event) => setLanguage(event.target.value as 'en' | 'fr')}>
            <option value="en">{desk('languages.en')}</option>
            <option value="fr">{desk('languages.fr')}</option>
          </Select>
        )}
      </Field>
      {change.error ? (
        <Notice tone="danger" className="sm:col-span-2">
          {said(change.error)}
        </Notice>
      ) : null}
      <Button look="primary" type="submit" className="justify-self-start" disabled={same || change.isPending}>
        {desk('save')}
      </Button>
    </form>
  );
}
