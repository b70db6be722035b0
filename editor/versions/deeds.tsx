'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import type { ChainAnswer } from '#api/routes/chains.ts';
import type { PublishingState } from '#api/routes/publishing.ts';
import { api } from '#editor/data/api.ts';
import { MovePanel } from '#editor/publish/move.tsx';
import { retake } from '#editor/publish/retake.ts';
import { Button } from '#editor/ui/button.tsx';
import { Card, Notice } from '#editor/ui/card.tsx';
import { Dialog } from '#editor/ui/dialog.tsx';
import { toast } from '#editor/ui/toast.tsx';
import { Gate } from '#editor/versions/gate.tsx';
import { Resume } from '#editor/versions/resume.tsx';

export type Deed = { path: string; body?: unknown; method?: 'POST' | 'PUT'; said?: string };

/** Pause, resume with what is overdue, move those who wait, archive and back, and the gate. */
export function ChainDeeds({
  chain,
  state,
  older,
}: {
  chain: ChainAnswer;
  state: PublishingState | undefined;
  /** Under way in older versions. */
  older: number;
}) {
  const t = useTranslations('publish');
  const desk = useTranslations('desk');
  const queries = useQueryClient();
  const [open, setOpen] = useState<'resume' | 'archive' | 'move' | null>(null);
  const deed = useMutation({
    mutationFn: ({ path, body, method = 'POST' }: Deed) =>
      api(`/chains/${chain.id}/${path}`, { method, ...(body === undefined ? {} : { body }) }),
    onSuccess: async (_, { said }) => {
      if (said) toast.success(said);
      setOpen(null);
      await queries.invalidateQueries({ queryKey: ['publishing', chain.id] });
      await retake(chain.id);
    },
  });
  const close = (on: boolean) => {
    if (!on) setOpen(null);
  };
  return (
    <Card className="grid content-start gap-3 self-start p-4">
      <h2 className="font-semibold text-sm">{t('chainDeeds')}</h2>
      {deed.error ? <Notice tone="danger">{deed.error.message}</Notice> : null}
      {chain.state === 'draft' ? <p className="text-muted-foreground text-sm">{t('notYet')}</p> : null}
      {chain.state === 'archived' ? (
        <>
          <p className="text-muted-foreground text-sm">{t('archived')}</p>
          <Button disabled={deed.isPending} onClick={() => deed.mutate({ path: 'restore', said: t('restored') })}>
            {t('restore')}
          </Button>
          <p className="text-muted-foreground text-xs">{t('restoreHow')}</p>
        </>
      ) : null}
      {chain.state === 'live' ? (
        <Button disabled={deed.isPending} onClick={() => deed.mutate({ path: 'pause', said: t('paused') })}>
          {t('pause')}
        </Button>
      ) : null}
      {chain.state === 'paused' ? (
        <>
          <p className="text-muted-foreground text-sm">{t('pausedHow')}</p>
          <Button look="primary" onClick={() => setOpen('resume')}>
            {t('resume')}
          </Button>
        </>
      ) : null}
      {older > 0 && chain.state === 'live' ? (
        <>
          <p className="text-muted-foreground text-sm">{t('older', { count: older })}</p>
          <Button onClick={() => setOpen('move')}>{t('moveOpen')}</Button>
        </>
      ) : null}
      {state?.gate ? <Gate key={state.gate.percent} state={state} busy={deed.isPending} onDeed={deed.mutate} /> : null}
      {chain.state === 'live' ? (
        <Button look="ghost" disabled={deed.isPending} onClick={() => setOpen('archive')}>
          {t('archiveOpen')}
        </Button>
      ) : null}
      {open === 'resume' ? (
        <Resume chain={chain.id} busy={deed.isPending} onDeed={deed.mutate} onClose={() => setOpen(null)} />
      ) : null}
      <Dialog open={open === 'move'} onOpenChange={close} title={t('moveTitle')} description={t('moveAbout')}>
        <MovePanel chain={chain.id} onDone={() => setOpen(null)} />
      </Dialog>
      <Dialog open={open === 'archive'} onOpenChange={close} title={t('archiveTitle')} description={t('archiveAbout')}>
        <div className="flex justify-end gap-2">
          <Button onClick={() => setOpen(null)}>{desk('cancel')}</Button>
          <Button
            look="danger"
            disabled={deed.isPending}
            onClick={() => deed.mutate({ path: 'archive', said: t('archived') })}
          >
            {t('archive')}
          </Button>
        </div>
      </Dialog>
    </Card>
  );
}
