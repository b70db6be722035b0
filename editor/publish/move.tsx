'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { api } from '#editor/data/api.ts';
import { useMoves } from '#editor/data/running.ts';
import { Movers, movable, sumOf } from '#editor/publish/movers.tsx';
import { Button } from '#editor/ui/button.tsx';
import { Notice, Skeleton } from '#editor/ui/card.tsx';
import { Checkbox } from '#editor/ui/input.tsx';
import { toast } from '#editor/ui/toast.tsx';

/** Those who wait in older versions, moved to the one in force. */
export function MovePanel({ chain, onDone }: { chain: string; onDone: () => void }) {
  const t = useTranslations('publish');
  const desk = useTranslations('desk');
  const moves = useMoves(chain);
  const queries = useQueryClient();
  const [allow, setAllow] = useState(false);
  const deed = useMutation({
    mutationFn: () => moveWaiting(chain, allow),
    onSuccess: async (answer) => {
      toast.success(t('moved', answer));
      await queries.invalidateQueries({ queryKey: ['moves', chain] });
      onDone();
    },
  });
  if (moves.error || deed.error) {
    return (
      <Notice tone="danger" className="flex items-center justify-between gap-4">
        {desk('unreachable')}
        <Button onClick={() => (deed.error ? deed.mutate() : moves.refetch())}>{desk('again')}</Button>
      </Notice>
    );
  }
  if (!moves.data) return <Skeleton className="h-24" />;
  const { groups } = moves.data;
  return (
    <div className="grid gap-4">
      <Movers groups={groups} chain={chain} />
      {sumOf(groups, 'twice') > 0 ? <AllowTwice allow={allow} onAllow={setAllow} /> : null}
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onDone}>{t('later')}</Button>
        {movable(groups, allow) ? (
          <Button look="primary" disabled={deed.isPending} onClick={() => deed.mutate()}>
            {t(deed.isPending ? 'moving' : 'doMove')}
          </Button>
        ) : null}
      </div>
    </div>
  );
}

export function moveWaiting(chain: string, twice: boolean): Promise<{ moved: number; left: number }> {
  return api(`/chains/${chain}/moves`, { method: 'POST', body: { twice: twice ? 'allow' : 'leave' } });
}

export function AllowTwice({ allow, onAllow }: { allow: boolean; onAllow: (allow: boolean) => void }) {
  const t = useTranslations('publish');
  return (
    <label htmlFor="allow-twice" className="flex items-center gap-2 text-sm">
      <Checkbox id="allow-twice" checked={allow} onChange={(event) => onAllow(event.target.checked)} />
      {t('allowTwice')}
    </label>
  );
}
