'use client';
import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useDemo } from '#editor/data/chains.ts';
import { useMay } from '#editor/data/me.ts';
import { Button } from '#editor/ui/button.tsx';
import { Notice } from '#editor/ui/card.tsx';

const Removal = dynamic(() => import('#editor/demo/removal.tsx').then((m) => m.Removal), { ssr: false });

/** Says that all this is invented, and how it goes; where the base is one's own, nothing. */
export function DemoNotice() {
  const t = useTranslations('demo');
  const demo = useDemo().data;
  const mayRemove = useMay('admin');
  const [asking, setAsking] = useState(false);
  if (!demo?.demo) return null;
  return (
    <Notice className="flex flex-wrap items-center justify-between gap-3">
      <span className="min-w-48 flex-1">{t('notice')}</span>
      {mayRemove ? (
        <Button size="small" onClick={() => setAsking(true)}>
          {t('remove')}
        </Button>
      ) : null}
      {asking ? <Removal onClose={() => setAsking(false)} /> : null}
    </Notice>
  );
}
