'use client';
import { useLocale, useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { graphDifference } from '#core/difference-graph.ts';
import { readGraph } from '#core/graph.ts';
import { useMe } from '#editor/data/me.ts';
import { useVersion, useVersions } from '#editor/data/running.ts';
import { Difference } from '#editor/publish/difference.tsx';
import { useEditor } from '#editor/state/store.ts';
import { Button } from '#editor/ui/button.tsx';
import { Badge, Notice, Skeleton } from '#editor/ui/card.tsx';
import { Field } from '#editor/ui/field.tsx';
import { Select } from '#editor/ui/input.tsx';
import { type Language, momentIn } from '#editor/ui/moment.ts';
import { Side, WatchFrame } from '#editor/watch/frame.tsx';
import { Picture } from '#editor/watch/picture.tsx';
import { unionOf } from '#editor/watch/union.ts';

const TONE = { added: 'success', changed: 'warning', removed: 'danger' } as const;

/** The draft as it is, with what has been added, changed and taken away since a version. */
export function Changes({ since, list }: { since: string | null; list: boolean }) {
  const t = useTranslations('watch');
  const desk = useTranslations('desk');
  const publish = useTranslations('publish');
  const language = useLocale() as Language;
  const zone = useMe().data?.company.zone ?? 'UTC';
  const chain = useEditor((s) => s.chain);
  const draft = useEditor((s) => s.graph);
  const versions = useVersions(chain?.id ?? '').data?.items ?? [];
  const from = since ?? versions[0]?.id ?? null;
  const version = useVersion(from);
  const before = useMemo(() => {
    const read = version.data ? readGraph(version.data.graph) : null;
    return read && 'graph' in read ? read.graph : null;
  }, [version.data]);
  const union = useMemo(() => (before ? unionOf(before, draft, (tone) => t(tone)) : null), [before, draft, t]);
  const choose = (id: string) => window.history.replaceState(null, '', `?changes=${id}`);
  if (version.error)
    return (
      <Notice tone="danger" className="m-6 flex items-center justify-between gap-4">
        {desk('unreachable')}
        <Button onClick={() => void version.refetch()}>{desk('again')}</Button>
      </Notice>
    );
  return (
    <WatchFrame
      head={
        <>
          <Field label={t('compared')} className="flex items-center gap-2">
            {(c) => (
              <Select {...c} className="w-auto max-w-80" value={from ?? ''} onChange={(e) => choose(e.target.value)}>
                {versions.map((v) => (
                  <option key={v.id} value={v.id}>
                    {publish('version', { number: v.number })} · {momentIn(language, zone, v.publishedAt)}
                  </option>
                ))}
              </Select>
            )}
          </Field>
          <p role="status" className="flex flex-wrap gap-2 py-1.5">
            {union
              ? (['added', 'changed', 'removed'] as const).map((tone) => (
                  <Badge key={tone} tone={union.count[tone] > 0 ? TONE[tone] : 'plain'}>
                    {t(`count.${tone}`, { count: union.count[tone] })}
                  </Badge>
                ))
              : null}
          </p>
        </>
      }
      side={
        list ? null : (
          <Side label={t('words')}>
            <h2 className="font-semibold">{t('words')}</h2>
            {before ? <Words before={before} after={draft} /> : <Skeleton className="h-24" />}
          </Side>
        )
      }
    >
      {!union || !before ? (
        <Skeleton className="m-4 h-64 flex-1" />
      ) : list ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard scrolls it.
        <section aria-label={t('words')} tabIndex={0} className="min-w-0 flex-1 overflow-auto p-4">
          <Words before={before} after={draft} />
        </section>
      ) : (
        <Picture
          key={from}
          graph={union.graph}
          overlay={union.overlay}
          first={[...union.overlay.steps.keys()]}
          label={t('compared')}
        />
      )}
    </WatchFrame>
  );
}

function Words(props: Parameters<typeof Difference>[0]) {
  const t = useTranslations('watch');
  if (graphDifference(props.before, props.after).length === 0)
    return <p className="text-muted-foreground text-sm">{t('same')}</p>;
  return <Difference {...props} />;
}
