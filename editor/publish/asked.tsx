'use client';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Text } from '#editor/publish/part.tsx';
import { Button } from '#editor/ui/button.tsx';
import { Notice } from '#editor/ui/card.tsx';

/** What an author asks for, with a publisher's yes or no. */
export function Asked({
  text,
  busy,
  onApprove,
  onReject,
}: {
  text: string;
  busy: boolean;
  onApprove: () => void;
  onReject: (reason: string) => void;
}) {
  const t = useTranslations('publish');
  const [reason, setReason] = useState('');
  return (
    <Notice tone="warning" className="grid gap-3">
      <p>{text}</p>
      <Text label={t('reason')} value={reason} onChange={setReason} />
      <div className="flex gap-2">
        <Button look="primary" size="small" disabled={busy} onClick={onApprove}>
          {t('approve')}
        </Button>
        <Button size="small" disabled={busy || reason.trim() === ''} onClick={() => onReject(reason.trim())}>
          {t('reject')}
        </Button>
      </div>
    </Notice>
  );
}
