'use client';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { ApiProblem, api } from '#editor/data/api.ts';
import { type Stopping, useStop } from '#editor/data/operations.ts';
import { Button } from '#editor/ui/button.tsx';
import { Notice } from '#editor/ui/card.tsx';
import { Dialog } from '#editor/ui/dialog.tsx';
import { Field } from '#editor/ui/field.tsx';
import { Input, Select } from '#editor/ui/input.tsx';
import { toast } from '#editor/ui/toast.tsx';

type Choice = 'all' | 'email' | 'task' | 'chain';
const CHOICES: readonly Choice[] = ['all', 'email', 'task', 'chain'];
const NAMES = { all: 'all', email: 'channelEmail', task: 'channelTask', chain: 'chain' } as const;
const CONFIRM = { all: 'confirm', email: 'confirmEmail', task: 'confirmTask', chain: 'confirmChain' } as const;

type Chains = { items: { id: string; name: string; state: string }[] };

/** Says what it does before it does it. */
export function Brake({ onClose }: { onClose(): void }) {
  const t = useTranslations('operations.stop');
  const desk = useTranslations('desk');
  const [choice, setChoice] = useState<Choice>('all');
  const [chain, setChain] = useState('');
  const [reason, setReason] = useState('');
  const stop = useStop();
  const chains = useQuery({
    queryKey: ['chains', 'stoppable'],
    queryFn: () => api<Chains>('/chains', { query: { limit: 200 } }),
    enabled: choice === 'chain',
  });
  const body: Stopping = {
    scope: choice === 'all' || choice === 'chain' ? choice : 'channel',
    ...(choice === 'all' ? {} : { target: choice === 'chain' ? chain : choice }),
    ...(reason.trim() ? { reason: reason.trim() } : {}),
  };
  const confirm = () =>
    stop.mutate(body, {
      onSuccess: ({ inFlight }) => {
        onClose();
        const flying = inFlight.count === null ? t('uncounted') : t('flying', { count: inFlight.count });
        toast.warning(t('done'), { description: flying, duration: 10_000 });
      },
    });
  const { error } = stop;
  return (
    <Dialog open onOpenChange={(open) => open || onClose()} title={t('title')} description={t('what')}>
      <fieldset className="grid gap-2">
        <legend className="mb-2 font-medium text-sm">{t('scope')}</legend>
        {CHOICES.map((one) => (
          <label
            key={one}
            className="flex cursor-pointer items-center gap-3 rounded-lg border px-3 py-2.5 text-sm has-checked:border-primary has-checked:bg-accent"
          >
            <input
              type="radio"
              name="scope"
              className="size-4 accent-primary"
              checked={choice === one}
              onChange={() => setChoice(one)}
            />
            {t(NAMES[one])}
          </label>
        ))}
      </fieldset>
      {choice === 'chain' ? (
        <Field label={t('which')}>
          {(control) => (
            <Select {...control} value={chain} onChange={(event) => setChain(event.target.value)}>
              <option value="">{t('choose')}</option>
              {chains.data?.items
                .filter(({ state }) => state !== 'draft')
                .map(({ id, name }) => (
                  <option key={id} value={id}>
                    {name}
                  </option>
                ))}
            </Select>
          )}
        </Field>
      ) : null}
      <Field label={t('reason')}>
        {(control) => (
          <Input {...control} maxLength={500} value={reason} onChange={(event) => setReason(event.target.value)} />
        )}
      </Field>
      {error ? (
        <Notice tone="danger">
          {error instanceof ApiProblem && error.status > 0 ? error.message : desk('unreachable')}
        </Notice>
      ) : null}
      <div className="flex flex-wrap justify-end gap-2">
        <Button look="ghost" onClick={onClose}>
          {desk('cancel')}
        </Button>
        <Button look="danger" disabled={stop.isPending || (choice === 'chain' && chain === '')} onClick={confirm}>
          {stop.isPending ? t('stopping') : t(CONFIRM[choice])}
        </Button>
      </div>
    </Dialog>
  );
}
