'use client';
import { useTranslations } from 'next-intl';
import type { FormEvent } from 'react';
import { useChangePassword } from '#editor/data/people.ts';
import { fieldProblem, useSaid } from '#editor/desk/said.ts';
import { Button } from '#editor/ui/button.tsx';
import { Notice } from '#editor/ui/card.tsx';
import { Field } from '#editor/ui/field.tsx';
import { Input } from '#editor/ui/input.tsx';
import { toast } from '#editor/ui/toast.tsx';

export function PasswordForm({ email }: { email: string }) {
  const t = useTranslations('account');
  const said = useSaid('account');
  const change = useChangePassword();

  function save(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    const given = new FormData(form);
    change.mutate(
      { current: String(given.get('current')), password: String(given.get('password')) },
      {
        onSuccess: () => {
          form.reset();
          toast.success(t('passwordChanged'));
        },
      },
    );
  }

  return (
    <form onSubmit={save} className="grid gap-4 sm:grid-cols-2">
      {/* So that a keeper of passwords knows whose it is. */}
      <input type="email" autoComplete="username" defaultValue={email} readOnly hidden />
      <Field label={t('current')}>
        {(control) => <Input {...control} name="current" type="password" autoComplete="current-password" required />}
      </Field>
      <Field label={t('new')} hint={t('newHint')} problem={fieldProblem(change.error, 'password')}>
        {(control) => (
          <Input {...control} name="password" type="password" autoComplete="new-password" minLength={12} required />
        )}
      </Field>
      {change.error ? (
        <Notice tone="danger" className="sm:col-span-2">
          {said(change.error)}
        </Notice>
      ) : null}
      <Button type="submit" className="justify-self-start" disabled={change.isPending}>
        {t('changePassword')}
      </Button>
    </form>
  );
}
