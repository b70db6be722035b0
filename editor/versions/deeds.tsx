'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import type { ChainAnswer } from '#api/routes/chains.ts';
import type { PublishingState } from '#api/routes/publishing.ts';
import type { ResumeDecision } from '#core/policy/rule.ts';
import { api } from '#editor/data/api.ts';
import { retake } from '#editor/publish/retake.ts';
import { Button } from '#editor/ui/button.tsx';
import { Card, Notice } from '#editor/ui/card.tsx';
import { Dialog } from '#editor/ui/dialog.tsx';
import { toast } from '#editor/ui/toast.tsx';

type Overdue = { overdue: { total: number }[] };
const CHOICES: { name: 'send' | 'skip' | 'shift'; decision: ResumeDecision }[] = [
  { name: 'send', decision: { kind: 'send', overHours: 24 } },
  { name: 'skip', decision: { kind: 'skip', olderThanDays: 3 } },
  { name: 'shift', decision: { kind: 'shift' } },
];

/** Pause, resume with what is overdue, archive, and the gate. */
export function ChainDeeds({ chain, state }: { chain: ChainAnswer; state: PublishingState | undefined }) {
  const t = useTranslations('publish');
  const queries = useQueryClient();
  const [overdue, setOverdue] = useState<number | null>(null);
  const deed = useMutation({
    mutationFn: ({
      path,
      body,
      method = 'POST',
    }: {
      path: string;
      body?: unknown;
      method?: 'POST' | 'PUT';
      said?: string;
    }) => api<Partial<Overdue>>(`/chains/${chain.id}/${path}`, { method, ...(body === undefined ? {} : { body }) }),
    onSuccess: async (_, { said }) => {
      if (said) toast.success(said);
      await queries.invalidateQueries({ queryKey: ['publishing', chain.id] });
      await retake(chain.id);
    },
  });
  const look = useMutation({
    mutationFn: () => api<Overdue>(`/chains/${chain.id}/resume`, { method: 'POST', body: {} }),
    onSuccess: (found) => setOverdue(found.overdue.reduce((sum, { total }) => sum + total, 0)),
  });
  const trouble = deed.error ?? look.error;
  return (
    <Card className="grid content-start gap-3 self-start">
      <h2 className="font-semibold text-sm">{t('chainDeeds')}</h2>
      {trouble ? <Notice tone="danger">{trouble.message}</Notice> : null}
      {chain.state === 'live' ? (
        <Button disabled={deed.isPending} onClick={() => deed.mutate({ path: 'pause', said: t('paused') })}>
          {t('pause')}
        </Button>
      ) : null}
      {chain.state === 'paused' ? (
        <Button look="primary" disabled={look.isPending} onClick={() => look.mutate()}>
          {t('resume')}
        </Button>
      ) : null}
      {chain.state === 'live' ? (
        <Button disabled={deed.isPending} onClick={() => deed.mutate({ path: 'archive', said: t('archived') })}>
          {t('archive')}
        </Button>
      ) : null}
      {state?.gate ? (
        <>
          <p className="text-muted-foreground text-sm">{t('gateKept', { count: state.gated })}</p>
          <Button
            disabled={deed.isPending}
            onClick={() => deed.mutate({ path: 'gate', method: 'PUT', body: { gate: null } })}
          >
            {t('openGate')}
          </Button>
        </>
      ) : null}
      <Dialog open={overdue !== null} onOpenChange={() => setOverdue(null)} title={t('resumeTitle')}>
        <p>{t('overdue', { count: overdue ?? 0 })}</p>
        <div className="grid gap-2">
          {CHOICES.map(({ name, decision }) => (
            <Button
              key={name}
              disabled={deed.isPending}
              onClick={() => {
                deed.mutate({ path: 'resume', body: { decision }, said: t('resumed') });
                setOverdue(null);
              }}
            >
              {t(name)}
            </Button>
          ))}
        </div>
      </Dialog>
    </Card>
  );
}
