'use client';
import { BaseEdge, type Edge, EdgeLabelRenderer, type EdgeProps, getBezierPath } from '@xyflow/react';
import { Plus } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { memo } from 'react';
import { cn } from '#editor/ui/class.ts';

export type PathEdgeType = Edge<
  { label: string; main: boolean; optional: boolean; onInsert: ((id: string) => void) | null },
  'path'
>;

/** Named by its port where that is not the main one; the + puts a step in between. */
export const PathEdge = memo(function PathEdge(props: EdgeProps<PathEdgeType>) {
  const t = useTranslations('canvas');
  const { id, data, selected } = props;
  const [path, x, y] = getBezierPath(props);
  // Between cards that stand close its name would lie beneath them; the card names its ways out itself.
  const named = data && !data.main && props.targetX - props.sourceX > 100;
  return (
    <>
      <BaseEdge
        id={id}
        path={path}
        interactionWidth={24}
        style={{
          stroke: selected ? 'var(--primary)' : 'var(--input)',
          strokeWidth: selected ? 2.5 : 1.5,
          ...(data?.optional ? { strokeDasharray: '5 4' } : {}),
        }}
      />
      <EdgeLabelRenderer>
        <div
          data-edge={id}
          className="nodrag nopan group pointer-events-auto absolute flex items-center gap-1"
          style={{ transform: `translate(-50%, -50%) translate(${x}px, ${y}px)` }}
        >
          {named ? (
            <span className="rounded-full border bg-card px-2 text-muted-foreground text-xs">{data.label}</span>
          ) : null}
          {data?.onInsert ? (
            <button
              type="button"
              tabIndex={-1}
              aria-label={t('insertHere')}
              title={t('insertHere')}
              onClick={() => data.onInsert?.(id)}
              className={cn(
                'grid size-6 place-items-center rounded-full border bg-card text-muted-foreground opacity-60 hover:border-primary hover:text-primary hover:opacity-100',
                selected && 'opacity-100',
              )}
            >
              <Plus aria-hidden className="size-3.5" />
            </button>
          ) : null}
        </div>
      </EdgeLabelRenderer>
    </>
  );
});
