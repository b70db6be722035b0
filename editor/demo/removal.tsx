'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { api } from '#editor/data/api.ts';
import { saidBy } from '#editor/data/chains.ts';
import { Button } from '#editor/ui/button.tsx';
import { Notice } from '#editor/ui/card.tsx';
import { Dialog } from '#editor/ui/dialog.tsx';
import { toast } from '#editor/ui/toast.tsx';

/** Asked twice, for it cannot be undone: what goes and what stays, then whether really. */
export function Removal({ onClose }: { onClose(): void }) {
  const t = useTranslations('demo');
  const desk = useTranslations('desk');
  const router = useRouter();
  const queries = useQueryClient();
  const [sure, setSure] = useState(false);
  const deed = useMutation({
    mutationFn: () => api<{ customers: number; chains: number }>('/demo/remove', { method: 'POST' }),
    onSuccess: async (gone) => {
      toast.success(t('removed', gone));
      router.push('/');
      await queries.invalidateQueries();
    },
  });
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t(sure ? 'really' : 'title')}
      description={t(sure ? 'reallyText' : 'text')}
    >
      {sure ? null : (
        <dl className="grid gap-1 text-sm [&_dd]:mb-2">
          <dt className="font-medium">{t('goes')}</dt>
          <dd className="text-muted-foreground">{t('goesText')}</dd>
          <dt className="font-medium">{t('stays')}</dt>
          <dd className="text-muted-foreground">{t('staysText')}</dd>
        </dl>
      )}
      {deed.error ? <Notice tone="danger">{saidBy(deed.error) ?? desk('unreachable')}</Notice> : null}
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>{t('keep')}</Button>
        {sure ? (
          <Button look="danger" disabled={deed.isPending} onClick={() => deed.mutate()}>
            {t(deed.isPending ? 'removing' : 'yes')}
          </Button>
        ) : (
          <Button look="danger" onClick={() => setSure(true)}>
            {t('remove')}
          </Button>
        )}
      </div>
    </Dialog>
  );
}
