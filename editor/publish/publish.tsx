'use client';
import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useMay } from '#editor/data/me.ts';
import { useEditor } from '#editor/state/store.ts';
import { Button } from '#editor/ui/button.tsx';

// Who only draws does not load it.
const Panel = dynamic(() => import('#editor/publish/panel.tsx').then((m) => m.PublishPanel), { ssr: false });

export function Publish() {
  const t = useTranslations('publish');
  const [open, setOpen] = useState(false);
  const mayPublish = useMay('chains:write');
  const mayAsk = useMay('chains:draft');
  const archived = useEditor((s) => s.chain?.state === 'archived');
  if (!mayAsk || archived) return null;
  return (
    <>
      <Button look="primary" size="small" onClick={() => setOpen(true)}>
        {t(mayPublish ? 'open' : 'ask')}
      </Button>
      {open ? <Panel onClose={() => setOpen(false)} mayPublish={mayPublish} /> : null}
    </>
  );
}
