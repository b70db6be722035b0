'use client';
import { useTranslations } from 'next-intl';
import type { VersionLine } from '#api/routes/chains.ts';
import { graphDifference } from '#core/difference-graph.ts';
import { Difference } from '#editor/publish/difference.tsx';
import { Button } from '#editor/ui/button.tsx';
import { Notice, Skeleton } from '#editor/ui/card.tsx';
import { Dialog } from '#editor/ui/dialog.tsx';
import { useDrawing } from '#editor/versions/compare.tsx';

/** An earlier version is published once more only after it was read what that changes. */
export function Back({
  version,
  now,
  busy,
  trouble,
  onDo,
  onClose,
}: {
  version: VersionLine;
  /** The version in force. */
  now: string | null;
  busy: boolean;
  trouble: string | undefined;
  onDo: () => void;
  onClose: () => void;
}) {
  const t = useTranslations('publish');
  const desk = useTranslations('desk');
  const [before, after] = [useDrawing(now ?? version.id), useDrawing(version.id)];
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t('rollbackTitle', { number: version.number })}
      description={t('rollbackAbout')}
    >
      {trouble ? <Notice tone="danger">{trouble}</Notice> : null}
      <section className="grid gap-2">
        <h3 className="font-semibold text-sm">{t('rollbackChanges')}</h3>
        {!before || !after ? (
          <Skeleton className="h-10" />
        ) : graphDifference(before, after).length === 0 ? (
          <p className="text-muted-foreground text-sm">{t('alike')}</p>
        ) : (
          <Difference before={before} after={after} />
        )}
      </section>
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>{desk('cancel')}</Button>
        <Button look="primary" disabled={busy} onClick={onDo}>
          {t('rollback')}
        </Button>
      </div>
    </Dialog>
  );
}
