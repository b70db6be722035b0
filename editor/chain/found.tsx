'use client';
import { useTranslations } from 'next-intl';
import { useEditor } from '#editor/state/store.ts';
import { Button } from '#editor/ui/button.tsx';
import { Notice } from '#editor/ui/card.tsx';

/** Unsaved work that a crash or a closed window left behind. */
export function Found() {
  const t = useTranslations('chain');
  const found = useEditor((s) => s.found);
  const recover = useEditor((s) => s.recover);
  if (!found) return null;
  return (
    <Notice tone="warning" className="m-2 flex flex-wrap items-center gap-3">
      <span className="flex-1">{t('found')}</span>
      <Button size="small" look="primary" onClick={() => recover(true)}>
        {t('takeUp')}
      </Button>
      <Button size="small" onClick={() => recover(false)}>
        {t('throwAway')}
      </Button>
    </Notice>
  );
}
