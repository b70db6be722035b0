'use client';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { ApiProblem, api } from '#editor/data/api.ts';
import { backTo } from '#editor/door/back.ts';
import { Door } from '#editor/door/frame.tsx';
import { Button } from '#editor/ui/button.tsx';
import { Notice } from '#editor/ui/card.tsx';
import { Field } from '#editor/ui/field.tsx';
import { Input } from '#editor/ui/input.tsx';

/** Address and password, then the code of the second factor where there is one. */
export function SignIn() {
  const t = useTranslations('door');
  const [step, setStep] = useState<'password' | 'code'>('password');
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);

  async function send(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const given = Object.fromEntries(new FormData(event.currentTarget)) as Record<string, string>;
    setBusy(true);
    setProblem(undefined);
    try {
      const path = step === 'password' ? '/auth/sign-in' : '/auth/totp';
      const { totp } = await api<{ totp: boolean }>(path, { method: 'POST', body: given });
      if (totp) setStep('code');
      else window.location.assign(backTo(window.location.search));
    } catch (refused) {
      const known = refused instanceof ApiProblem && refused.status > 0 && refused.status < 500;
      setProblem(
        known
          ? t.has(`problems.${refused.code}`)
            ? t(`problems.${refused.code}`)
            : refused.message
          : t('unreachable'),
      );
    } finally {
      setBusy(false);
    }
  }

  return (
    <Door title={t(step === 'password' ? 'signIn' : 'code')}>
      <form onSubmit={send} className="grid gap-4">
        {problem ? <Notice tone="danger">{problem}</Notice> : null}
        {step === 'password' ? (
          <>
            <Field label={t('email')}>
              {(control) => <Input {...control} name="email" type="email" autoComplete="username" required />}
            </Field>
            <Field label={t('password')}>
              {(control) => (
                <Input {...control} name="password" type="password" autoComplete="current-password" required />
              )}
            </Field>
          </>
        ) : (
          <Field label={t('code')} hint={t('codeHint')}>
            {(control) => <Input {...control} name="code" autoComplete="one-time-code" required />}
          </Field>
        )}
        <Button look="primary" size="large" type="submit" disabled={busy}>
          {t('enter')}
        </Button>
      </form>
    </Door>
  );
}
