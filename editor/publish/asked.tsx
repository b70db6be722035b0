'use client';
import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { Text } from '#editor/publish/part.tsx';
import { type Asking, asksOf } from '#editor/publish/wish.ts';
import { Button } from '#editor/ui/button.tsx';
import { Notice } from '#editor/ui/card.tsx';
import type { Language } from '#editor/ui/moment.ts';

/** What an author asks for, with a publisher's yes or no. */
export function Asked({
  text,
  wish,
  changed,
  busy,
  onApprove,
  onReject,
}: {
  text: string;
  wish: Asking;
  /** The draft is another by now. */
  changed: boolean;
  busy: boolean;
  onApprove: () => void;
  onReject: (reason: string) => void;
}) {
  const t = useTranslations('publish');
  const [reason, setReason] = useState('');
  const asks = asksOf(wish, useLocale() as Language);
  return (
    <Notice tone="warning" className="grid gap-3">
      <p>{text}</p>
      {asks.length > 0 ? (
        <ul aria-label={t('asks.name')} className="list-disc pl-5 text-sm">
          {asks.map(({ key, ...values }) => (
            <li key={key}>{t(`asks.${key}`, values)}</li>
          ))}
        </ul>
      ) : null}
      {changed ? <p className="text-sm">{t('askedChanged')}</p> : null}
      <Text label={t('reason')} value={reason} onChange={setReason} />
      <div className="flex gap-2">
        {changed ? null : (
          <Button look="primary" size="small" disabled={busy} onClick={onApprove}>
            {t('approve')}
          </Button>
        )}
        <Button size="small" disabled={busy || reason.trim() === ''} onClick={() => onReject(reason.trim())}>
          {t('reject')}
        </Button>
      </div>
    </Notice>
  );
}
