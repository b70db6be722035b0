'use client';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { api } from '#editor/data/api.ts';
import { useSaid } from '#editor/desk/said.ts';
import { comeIn } from '#editor/door/comein.ts';
import { DeadLink, WaitingDoor } from '#editor/door/dead.tsx';
import { Door } from '#editor/door/frame.tsx';
import { useLink } from '#editor/door/link.ts';
import { Button } from '#editor/ui/button.tsx';
import { Notice } from '#editor/ui/card.tsx';
import { Field } from '#editor/ui/field.tsx';
import { Input } from '#editor/ui/input.tsx';

/** Behind the links of an invitation and of a new password. */
export function ChoosePassword() {
  const t = useTranslations('door');
  const said = useSaid('door');
  const { token, link } = useLink();
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);
  const [code, setCode] = useState(false);

  async function send(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const {
      password,
      name,
      code: digits,
    } = Object.fromEntries(new FormData(event.currentTarget)) as Record<string, string>;
    setBusy(true);
    setProblem(undefined);
    try {
      const body = { token, password, ...(name ? { name } : {}) };
      const { totp } = code
        ? await api<{ totp: boolean }>('/auth/totp', { method: 'POST', body: { code: digits } })
        : await api<{ totp: boolean }>('/auth/password', { method: 'POST', body });
      if (totp) setCode(true);
      else await comeIn('/');
    } catch (refused) {
      setProblem(said(refused));
    } finally {
      setBusy(false);
    }
  }

  if (link.error) return <DeadLink />;
  if (!link.data || link.data.purpose === 'owner') return <WaitingDoor title={t('choosePassword')} />;
  const { purpose, name, email } = link.data;
  const invited = purpose === 'invitation';
  return (
    <Door
      title={code ? t('code') : invited ? t('invited', { name: name ?? '' }) : t('newPassword')}
      text={code ? t('codeText') : invited ? t('invitedText') : t('newPasswordText')}
    >
      <form onSubmit={send} className="grid gap-4">
        {problem ? <Notice tone="danger">{problem}</Notice> : null}
        {code ? (
          <Field label={t('codeField')} hint={t('codeHint')}>
            {(control) => <Input {...control} name="code" autoComplete="one-time-code" required autoFocus />}
          </Field>
        ) : (
          <>
            <Field label={t('email')}>
              {(control) => (
                <Input {...control} type="email" autoComplete="username" readOnly defaultValue={email ?? ''} />
              )}
            </Field>
            {invited ? (
              <Field label={t('name')}>
                {(control) => (
                  <Input
                    {...control}
                    name="name"
                    autoComplete="name"
                    required
                    maxLength={200}
                    defaultValue={name ?? ''}
                  />
                )}
              </Field>
            ) : null}
            <Field label={t(invited ? 'password' : 'newPasswordField')} hint={t('passwordHint')}>
              {(control) => (
                <Input
                  {...control}
                  name="password"
                  type="password"
                  autoComplete="new-password"
                  minLength={12}
                  maxLength={200}
                  required
                />
              )}
            </Field>
          </>
        )}
        <Button look="primary" size="large" type="submit" disabled={busy}>
          {t(invited && !code ? 'begin' : 'enter')}
        </Button>
      </form>
    </Door>
  );
}
