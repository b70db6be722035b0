'use client';
import { BaseEdge, type Edge, EdgeLabelRenderer, type EdgeProps, getBezierPath } from '@xyflow/react';
import { memo } from 'react';
import { cn } from '#editor/ui/class.ts';
import type { EdgeMark, Tone } from '#editor/watch/overlay.ts';

export type MarkedEdgeType = Edge<{ port: string; mark: EdgeMark }, 'marked'>;

const STROKE: Partial<Record<Tone, string>> = {
  added: 'var(--success)',
  removed: 'var(--danger)',
  visited: 'var(--primary)',
  dim: 'var(--border)',
};

/** Its port's name and what went along it. */
export const MarkedEdge = memo(function MarkedEdge(props: EdgeProps<MarkedEdgeType>) {
  const { port = '', mark = {} } = props.data ?? {};
  const [path, x, y] = getBezierPath(props);
  const { sourceX, sourceY, targetX, targetY } = props;
  const { tone, label = '', how, width, aside } = mark;
  // Between cards that stand close a number stands above the way or at its outcome, which the card names already.
  const close = targetX - sourceX < 100;
  const level = Math.abs(targetY - sourceY) < 24;
  const said = close && aside ? '' : label;
  const named = close && label ? '' : port;
  const place = !close
    ? `translate(-50%, -50%) translate(${x}px, ${y}px)`
    : level
      ? `translate(-50%, -50%) translate(${x}px, ${y - 40}px)`
      : `translate(10px, -50%) translate(${sourceX}px, ${sourceY}px)`;
  return (
    <>
      <BaseEdge
        id={props.id}
        path={path}
        style={{
          stroke: (tone && STROKE[tone]) ?? 'var(--input)',
          strokeWidth: width ?? (tone === 'visited' ? 3 : 1.5),
          ...(tone === 'removed' ? { strokeDasharray: '5 4' } : {}),
        }}
      />
      {named || said ? (
        <EdgeLabelRenderer>
          <div
            data-edge={props.id}
            title={how}
            className={cn(
              'nodrag nopan pointer-events-auto absolute flex gap-1 rounded-full border bg-card px-2 text-muted-foreground text-xs tabular-nums',
              tone === 'visited' && 'border-primary text-foreground',
              tone === 'added' && 'border-success text-success',
              tone === 'removed' && 'border-danger border-dashed text-danger line-through',
            )}
            style={{ transform: place, zIndex: 1 }}
          >
            {named ? <span>{named}</span> : null}
            {said ? <span className="font-semibold text-foreground">{said}</span> : null}
          </div>
        </EdgeLabelRenderer>
      ) : null}
    </>
  );
});
