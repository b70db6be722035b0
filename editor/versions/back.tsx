'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import type { VersionLine } from '#api/routes/chains.ts';
import { graphDifference } from '#core/difference-graph.ts';
import { type Graph, readGraph } from '#core/graph.ts';
import { api } from '#editor/data/api.ts';
import { useVersion } from '#editor/data/running.ts';
import { Difference } from '#editor/publish/difference.tsx';
import { retake } from '#editor/publish/retake.ts';
import { useEditor } from '#editor/state/store.ts';
import { Button } from '#editor/ui/button.tsx';
import { Notice, Skeleton } from '#editor/ui/card.tsx';
import { Dialog } from '#editor/ui/dialog.tsx';
import { Field } from '#editor/ui/field.tsx';
import { Checkbox, Textarea } from '#editor/ui/input.tsx';
import { toast } from '#editor/ui/toast.tsx';

/** Asks before an earlier version goes live once more: what becomes different, why, and what of the draft. */
export function PublishAgain({ old, onClose }: { old: VersionLine; onClose: () => void }) {
  const t = useTranslations('publish');
  const desk = useTranslations('desk');
  const queries = useQueryClient();
  const chain = useEditor((s) => s.chain);
  const draft = useEditor((s) => s.graph);
  const [note, setNote] = useState('');
  const [take, setTake] = useState(false);
  const box = useId();
  const asked = [useVersion(chain?.version ?? null), useVersion(old.id)] as const;
  const [now, then] = asked.map(({ data }) => (data ? drawingOf(data.graph) : null));
  const deed = useMutation({
    mutationFn: () =>
      api<VersionLine>(`/chains/${old.chain}/rollback`, {
        method: 'POST',
        body: { version: old.id, ...(note.trim() === '' ? {} : { note: note.trim() }) },
      }),
    onSuccess: async ({ number }) => {
      toast.success(t('rolled', { number }));
      // As any change of the drawing: it is saved, and can be undone.
      if (take && then) useEditor.getState().change('again', () => then);
      await queries.invalidateQueries({ queryKey: ['versions', old.chain] });
      await retake(old.chain);
      onClose();
    },
  });
  const other = then && graphDifference(draft, then).length > 0;
  const failed = deed.error?.message ?? (asked.some(({ error }) => error) ? desk('unreachable') : null);
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t('rollbackTitle', { number: old.number })}
      description={t('rollbackAbout')}
    >
      {failed ? <Notice tone="danger">{failed}</Notice> : null}
      <section aria-label={t('rollbackChanges')} className="grid gap-2">
        <h3 className="font-medium text-sm">{t('rollbackChanges')}</h3>
        {!now || !then ? (
          <Skeleton className="h-10" />
        ) : graphDifference(now, then).length === 0 ? (
          <p className="text-muted-foreground text-sm">{t('alike')}</p>
        ) : (
          <Difference before={now} after={then} />
        )}
      </section>
      <Field label={t('note')}>
        {(control) => <Textarea {...control} rows={2} value={note} onChange={(event) => setNote(event.target.value)} />}
      </Field>
      {other ? (
        <label htmlFor={box} className="flex items-start gap-2 text-sm">
          <Checkbox id={box} checked={take} onChange={(event) => setTake(event.target.checked)} />
          <span>
            {t('rollbackTake')}
            <span className="block text-muted-foreground text-xs">{t('rollbackTakeHint')}</span>
          </span>
        </label>
      ) : null}
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>{desk('cancel')}</Button>
        <Button look="primary" disabled={deed.isPending || !then} onClick={() => deed.mutate()}>
          {t('rollback')}
        </Button>
      </div>
    </Dialog>
  );
}

function drawingOf(document: unknown): Graph | null {
  const read = readGraph(document);
  return 'graph' in read ? read.graph : null;
}
