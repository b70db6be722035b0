'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useLocale, useTranslations } from 'next-intl';
import { cardOf } from '#editor/canvas/card.ts';
import { api } from '#editor/data/api.ts';
import { useMoves } from '#editor/data/running.ts';
import { useEditor } from '#editor/state/store.ts';
import { Button } from '#editor/ui/button.tsx';
import { Notice, Skeleton } from '#editor/ui/card.tsx';
import type { Language } from '#editor/ui/moment.ts';
import { toast } from '#editor/ui/toast.tsx';

/** After a publication: new entrants only, or also those who wait, with who goes where. */
export function MovePanel({ chain, onDone }: { chain: string; onDone: () => void }) {
  const t = useTranslations('publish');
  const desk = useTranslations('desk');
  const language = useLocale() as Language;
  const graph = useEditor((s) => s.graph);
  const moves = useMoves(chain, true);
  const queries = useQueryClient();
  const deed = useMutation({
    mutationFn: () =>
      api<{ moved: number; left: number }>(`/chains/${chain}/moves`, { method: 'POST', body: { twice: 'leave' } }),
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
  const name = (id: string) => {
    const step = graph.steps.find((s) => s.id === id);
    return step ? cardOf(step, language).title : id;
  };
  const [twice, busy] = [sum(groups.map((g) => g.twice)), sum(groups.map((g) => g.busy))];
  const movable = groups.some((g) => g.moves !== 'none' && g.count > g.busy + g.twice);
  return (
    <div className="grid gap-4 text-sm">
      {groups.length === 0 ? (
        <p>{t('noWaiting')}</p>
      ) : (
        <ul className="grid gap-1">
          {groups.map((g) => (
            <li key={`${g.from} ${g.step} ${g.moves}`}>
              {t('moveLine', { count: g.count, step: name(g.step), how: t(`moves.${g.moves}`) })}
            </li>
          ))}
        </ul>
      )}
      {twice > 0 ? <Notice tone="warning">{t('twice', { count: twice })}</Notice> : null}
      {busy > 0 ? <Notice>{t('busy', { count: busy })}</Notice> : null}
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onDone}>{t('newOnly')}</Button>
        {movable ? (
          <Button look="primary" disabled={deed.isPending} onClick={() => deed.mutate()}>
            {t('doMove')}
          </Button>
        ) : null}
      </div>
    </div>
  );
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0);
}
