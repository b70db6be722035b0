'use client';
import { useTranslations } from 'next-intl';
import { type ComponentType, type ReactNode, useCallback, useEffect, useState } from 'react';
import { Button } from '#editor/ui/button.tsx';
import { Notice } from '#editor/ui/card.tsx';

/** A part that is fetched when it is wanted. Where it cannot come, the page stays, and it comes with the connection. */
export function Late({ load, waiting }: { load: () => Promise<ComponentType>; waiting: ReactNode }) {
  const t = useTranslations('desk');
  const [Part, setPart] = useState<ComponentType | null>(null);
  const [failed, setFailed] = useState(false);
  const fetch = useCallback(() => {
    setFailed(false);
    load().then(
      (part) => setPart(() => part),
      () => setFailed(true),
    );
  }, [load]);
  useEffect(() => {
    fetch();
    window.addEventListener('online', fetch);
    return () => window.removeEventListener('online', fetch);
  }, [fetch]);
  if (Part) return <Part />;
  if (!failed) return waiting;
  return (
    <Notice tone="warning" className="m-4 grid gap-3">
      <p>{t('unreachable')}</p>
      <Button size="small" className="justify-self-start" onClick={fetch}>
        {t('again')}
      </Button>
    </Notice>
  );
}
