'use client';
import { useTranslations } from 'next-intl';
import { Button } from '#editor/ui/button.tsx';
import { Notice } from '#editor/ui/card.tsx';

/** Where a page breaks: what is around it stays, and so does what was not saved yet. */
export function Failed({ reset }: { reset: () => void }) {
  const t = useTranslations('desk');
  return (
    <Notice tone="danger" className="m-6 flex flex-wrap items-center justify-between gap-4">
      {t('broken')}
      <span className="flex gap-2">
        <Button onClick={reset}>{t('again')}</Button>
        <Button look="ghost" onClick={() => window.location.reload()}>
          {t('reload')}
        </Button>
      </span>
    </Notice>
  );
}
