'use client';
import { useTranslations } from 'next-intl';
import { type ComponentType, type FormEvent, type ReactNode, useState } from 'react';
import { api } from '#editor/data/api.ts';
import { useSaid } from '#editor/desk/said.ts';
import { backTo } from '#editor/door/back.ts';
import { comeIn } from '#editor/door/comein.ts';
import { Door } from '#editor/door/frame.tsx';
import { Button } from '#editor/ui/button.tsx';
import { Notice } from '#editor/ui/card.tsx';
import { Field } from '#editor/ui/field.tsx';
import { Input } from '#editor/ui/input.tsx';

type Step = 'password' | 'code' | 'forgotten' | 'mailed';

type Frame = ComponentType<{ title: string; text?: ReactNode; children: ReactNode }>;
type Props = { frame?: Frame; email?: string; onIn?: () => Promise<void> };

const enter = () => comeIn(backTo(window.location.search));

/** Address and password, then the code of the second factor where there is one; or a link for a new password. */
export function SignIn({ frame: Frame = Door, email: known = '', onIn = enter }: Props) {
  const t = useTranslations('door');
  const said = useSaid('door');
  const [step, setStep] = useState<Step>('password');
  const [email, setEmail] = useState(known);
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);
  const go = (to: Step) => {
    setProblem(undefined);
    setStep(to);
  };

  async function send(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const given = Object.fromEntries(new FormData(event.currentTarget)) as Record<string, string>;
    setBusy(true);
    setProblem(undefined);
    try {
      if (step === 'forgotten') {
        await api('/auth/forgotten', { method: 'POST', body: { email } });
        go('mailed');
        return;
      }
      const path = step === 'password' ? '/auth/sign-in' : '/auth/totp';
      const { totp } = await api<{ totp: boolean }>(path, { method: 'POST', body: given });
      if (totp) go('code');
      else await onIn();
    } catch (refused) {
      setProblem(said(refused));
    } finally {
      setBusy(false);
    }
  }

  const address = (
    <Field label={t('email')}>
      {(control) => (
        <Input
          {...control}
          name="email"
          type="email"
          autoComplete="username"
          required
          value={email}
          onChange={(event) => setEmail(event.target.value)}
        />
      )}
    </Field>
  );
  if (step === 'mailed') {
    return (
      <Frame title={t('mailed')} text={t('mailedText', { email })}>
        <Button onClick={() => go('password')}>{t('back')}</Button>
      </Frame>
    );
  }
  const text = step === 'forgotten' ? t('forgottenText') : step === 'code' ? t('codeText') : undefined;
  return (
    <Frame title={t(step === 'password' ? 'signIn' : step)} text={text}>
      <form onSubmit={send} className="grid gap-4">
        {problem ? <Notice tone="danger">{problem}</Notice> : null}
        {step === 'password' ? (
          <>
            {address}
            <Field label={t('password')}>
              {(control) => (
                <Input {...control} name="password" type="password" autoComplete="current-password" required />
              )}
            </Field>
          </>
        ) : step === 'forgotten' ? (
          address
        ) : (
          <Field label={t('codeField')} hint={t('codeHint')}>
            {(control) => (
              <Input
                {...control}
                name="code"
                autoComplete="one-time-code"
                required
                autoFocus
                className="font-mono text-lg tracking-widest"
              />
            )}
          </Field>
        )}
        <Button look="primary" size="large" type="submit" disabled={busy}>
          {t(step === 'forgotten' ? 'sendLink' : 'enter')}
        </Button>
        {step === 'password' ? (
          <Button look="link" size="small" className="justify-self-center" onClick={() => go('forgotten')}>
            {t('forgot')}
          </Button>
        ) : (
          <Button look="link" size="small" className="justify-self-center" onClick={() => go('password')}>
            {t('back')}
          </Button>
        )}
      </form>
    </Frame>
  );
}
