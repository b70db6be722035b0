'use client';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import type { VersionLine } from '#api/routes/chains.ts';
import { graphDifference } from '#core/difference-graph.ts';
import { type Graph, readGraph } from '#core/graph.ts';
import { useVersion } from '#editor/data/running.ts';
import { Difference } from '#editor/publish/difference.tsx';
import { useEditor } from '#editor/state/store.ts';
import { Card, Skeleton } from '#editor/ui/card.tsx';
import { Field } from '#editor/ui/field.tsx';
import { Select } from '#editor/ui/input.tsx';

const DRAFT = 'draft';

/** Any two versions, or one and the draft, side by side in words. */
export function Compare({ items }: { items: readonly VersionLine[] }) {
  const t = useTranslations('publish');
  const [from, setFrom] = useState(items[0]?.id ?? DRAFT);
  const [to, setTo] = useState(DRAFT);
  const [before, after] = [useDrawing(from), useDrawing(to)];
  const choice = (label: string, value: string, onValue: (value: string) => void) => (
    <Field label={label} className="min-w-40 flex-1">
      {(control) => (
        <Select {...control} value={value} onChange={(event) => onValue(event.target.value)}>
          <option value={DRAFT}>{t('theDraft')}</option>
          {items.map(({ id, number }) => (
            <option key={id} value={id}>
              {t('version', { number })}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
  return (
    <Card aria-label={t('compare')} className="grid gap-3 p-4">
      <h2 className="font-semibold text-sm">{t('compare')}</h2>
      <div className="flex flex-wrap gap-3">
        {choice(t('from'), from, setFrom)}
        {choice(t('to'), to, setTo)}
      </div>
      {!before || !after ? (
        <Skeleton className="h-10" />
      ) : graphDifference(before, after).length === 0 ? (
        <p className="text-muted-foreground text-sm">{t('alike')}</p>
      ) : (
        <Difference before={before} after={after} />
      )}
    </Card>
  );
}

export function useDrawing(id: string): Graph | null {
  const draft = useEditor((s) => s.graph);
  const version = useVersion(id === DRAFT ? null : id).data;
  if (id === DRAFT) return draft;
  if (!version) return null;
  const read = readGraph(version.graph);
  return 'graph' in read ? read.graph : null;
}
