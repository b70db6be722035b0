'use client';
import { Download, Eraser } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { api } from '#editor/data/api.ts';
import { useDeed } from '#editor/data/customers.ts';
import { Button } from '#editor/ui/button.tsx';
import { Notice } from '#editor/ui/card.tsx';
import { Dialog } from '#editor/ui/dialog.tsx';
import { Checkbox } from '#editor/ui/input.tsx';
import { toast } from '#editor/ui/toast.tsx';

/** For who answers for privacy: all that is kept as a file, and erasure, asked twice. */
export function Privacy({ id, name }: { id: string; name: string }) {
  const t = useTranslations('customers');
  const desk = useTranslations('desk');
  const [asking, setAsking] = useState(false);
  const [sure, setSure] = useState(false);
  const read = useDeed(id, async () => save(await api<unknown>(`/customers/${id}/export`), `${id}.json`));
  const erase = useDeed(id, () => api(`/customers/${id}`, { method: 'DELETE' }));
  return (
    <>
      <Button
        disabled={read.isPending}
        onClick={() => read.mutate(undefined, { onError: (problem) => toast.error(problem.message) })}
      >
        <Download aria-hidden />
        {t('privacy.export')}
      </Button>
      <Button onClick={() => setAsking(true)}>
        <Eraser aria-hidden />
        {t('privacy.erase')}
      </Button>
      <Dialog
        open={asking}
        onOpenChange={setAsking}
        title={t('privacy.eraseTitle')}
        description={t('privacy.eraseText')}
      >
        <p className="font-medium">{name}</p>
        <p className="flex items-center gap-2 text-sm">
          <Checkbox id="erase-sure" checked={sure} onChange={(event) => setSure(event.target.checked)} />
          <label htmlFor="erase-sure">{t('privacy.sure')}</label>
        </p>
        {erase.error ? <Notice tone="danger">{erase.error.message}</Notice> : null}
        <div className="flex justify-end gap-2">
          <Button onClick={() => setAsking(false)}>{desk('cancel')}</Button>
          <Button
            look="danger"
            disabled={!sure || erase.isPending}
            onClick={() => erase.mutate(undefined, { onSuccess: () => toast.success(t('privacy.erased')) })}
          >
            {t('privacy.eraseNow')}
          </Button>
        </div>
      </Dialog>
    </>
  );
}

function save(content: unknown, name: string): void {
  const url = URL.createObjectURL(new Blob([`${JSON.stringify(content, null, 2)}\n`], { type: 'application/json' }));
  Object.assign(document.createElement('a'), { href: url, download: name }).click();
  URL.revokeObjectURL(url);
}
