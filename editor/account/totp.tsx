'use client';
import { ShieldCheck } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { useMe } from '#editor/data/me.ts';
import { type BegunTotp, useBeginTotp, useConfirmTotp, useRemoveTotp } from '#editor/data/people.ts';
import { useSaid } from '#editor/desk/said.ts';
import { Button } from '#editor/ui/button.tsx';
import { Badge, Card, Notice } from '#editor/ui/card.tsx';
import { CopyField } from '#editor/ui/copy.tsx';
import { Field } from '#editor/ui/field.tsx';
import { Input } from '#editor/ui/input.tsx';
import { toast } from '#editor/ui/toast.tsx';

/** The second factor: begun with the password, holding once its first code was typed. */
export function Totp({ on }: { on: boolean }) {
  const t = useTranslations('account');
  const begin = useBeginTotp();
  const remove = useRemoveTotp();
  const [asking, setAsking] = useState(false);
  const [begun, setBegun] = useState<BegunTotp | null>(null);
  const missing = useMe().data?.totpMissing ?? false;
  const again = () => {
    setAsking(false);
    setBegun(null);
  };
  return (
    <Card className="grid gap-4" aria-labelledby="totp">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h2 id="totp" className="flex items-center gap-2 font-semibold">
          {t('totp')}
          {on ? (
            <Badge tone="success">
              <ShieldCheck aria-hidden />
              {t('on')}
            </Badge>
          ) : null}
        </h2>
        {begun === null && !asking ? (
          <Button look={missing ? 'primary' : 'secondary'} onClick={() => setAsking(true)}>
            {t(on ? 'removeTotp' : 'setUp')}
          </Button>
        ) : null}
      </div>
      <p className="text-muted-foreground text-sm">{t(on ? 'totpOn' : 'totpOff')}</p>
      {begun ? (
        <Confirm begun={begun} onDone={again} />
      ) : asking ? (
        <Prove
          label={t(on ? 'removeTotp' : 'next')}
          danger={on}
          pending={begin.isPending || remove.isPending}
          failure={on ? remove.error : begin.error}
          onCancel={again}
          onPassword={(password) =>
            on
              ? remove.mutate(password, {
                  onSuccess: () => {
                    again();
                    toast.success(t('removed'));
                  },
                })
              : begin.mutate(password, { onSuccess: setBegun })
          }
        />
      ) : null}
    </Card>
  );
}

function Prove({
  label,
  danger,
  pending,
  failure,
  onPassword,
  onCancel,
}: {
  label: string;
  danger: boolean;
  pending: boolean;
  failure: unknown;
  onPassword: (password: string) => void;
  onCancel: () => void;
}) {
  const t = useTranslations('account');
  const desk = useTranslations('desk');
  const said = useSaid('account');
  return (
    <form
      className="grid max-w-sm gap-3"
      onSubmit={(event: FormEvent<HTMLFormElement>) => {
        event.preventDefault();
        onPassword(String(new FormData(event.currentTarget).get('password')));
      }}
    >
      <Field label={t('current')} hint={t('currentHint')}>
        {(control) => (
          <Input {...control} name="password" type="password" autoComplete="current-password" required autoFocus />
        )}
      </Field>
      {failure ? <Notice tone="danger">{said(failure)}</Notice> : null}
      <div className="flex gap-2">
        <Button look={danger ? 'danger' : 'primary'} type="submit" disabled={pending}>
          {label}
        </Button>
        <Button look="ghost" onClick={onCancel}>
          {desk('cancel')}
        </Button>
      </div>
    </form>
  );
}

function Confirm({ begun: { uri, codes, qr }, onDone }: { begun: BegunTotp; onDone: () => void }) {
  const t = useTranslations('account');
  const desk = useTranslations('desk');
  const said = useSaid('account');
  const confirm = useConfirmTotp();
  const secret = new URL(uri).searchParams.get('secret') ?? '';
  const spare = codes.join('\n');

  function send(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const code = String(new FormData(event.currentTarget).get('code'));
    confirm.mutate(code, {
      onSuccess: () => {
        onDone();
        toast.success(t('totpHolds'));
      },
    });
  }

  return (
    <ol className="grid gap-6">
      <li className="grid gap-3">
        <h3 className="font-medium text-sm">{t('scan')}</h3>
        <div className="flex flex-wrap items-center gap-5">
          <svg
            viewBox={`-2 -2 ${qr.size + 4} ${qr.size + 4}`}
            role="img"
            aria-label={t('qr')}
            className="size-44 rounded-lg border bg-white"
            shapeRendering="crispEdges"
          >
            <path d={qr.path} fill="#000" />
          </svg>
          <div className="grid min-w-64 flex-1 gap-1.5">
            <p className="text-muted-foreground text-sm">{t('byHand')}</p>
            <CopyField label={t('secret')} value={secret} />
          </div>
        </div>
      </li>
      <li className="grid gap-3">
        <h3 className="font-medium text-sm">{t('spare')}</h3>
        <p className="text-muted-foreground text-sm">{t('spareHint')}</p>
        <ul className="grid grid-cols-2 gap-x-6 gap-y-1 justify-self-start font-mono text-sm sm:grid-cols-3">
          {codes.map((code) => (
            <li key={code}>{code}</li>
          ))}
        </ul>
        <Button
          size="small"
          className="justify-self-start"
          onClick={() => navigator.clipboard.writeText(spare).then(() => toast.success(desk('copied')))}
        >
          {t('copySpare')}
        </Button>
      </li>
      <li>
        <form onSubmit={send} className="grid max-w-sm gap-3">
          <Field label={t('code')} hint={t('codeHint')}>
            {(control) => (
              <Input
                {...control}
                name="code"
                inputMode="numeric"
                autoComplete="one-time-code"
                maxLength={7}
                required
                className="font-mono text-lg tracking-widest"
              />
            )}
          </Field>
          {confirm.error ? <Notice tone="danger">{said(confirm.error)}</Notice> : null}
          <div className="flex gap-2">
            <Button look="primary" type="submit" disabled={confirm.isPending}>
              {t('confirm')}
            </Button>
            <Button look="ghost" onClick={onDone}>
              {desk('cancel')}
            </Button>
          </div>
        </form>
      </li>
    </ol>
  );
}
