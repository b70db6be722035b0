'use client';
import type { Node, NodeProps } from '@xyflow/react';
import { Check, MapPin, Minus, Pencil, Plus } from 'lucide-react';
import { memo } from 'react';
import type { GraphStep } from '#core/graph.ts';
import { StepNode } from '#editor/canvas/node.tsx';
import { cn } from '#editor/ui/class.ts';
import { Told } from '#editor/ui/told.tsx';
import type { Figure, StepMark, Tone } from '#editor/watch/overlay.ts';

export type MarkedNodeType = Node<{ step: GraphStep; mark: StepMark; connected: string }, 'marked'>;

const ICON = { added: Plus, changed: Pencil, removed: Minus, visited: Check, here: MapPin, dim: null };
const BADGE: Record<Tone, string> = {
  added: 'bg-success-soft text-success border-success/40',
  changed: 'bg-warning-soft text-warning border-warning/40',
  removed: 'bg-danger-soft text-danger border-danger/40',
  visited: 'bg-accent text-accent-foreground border-primary/40',
  here: 'bg-primary text-primary-foreground border-primary',
  dim: '',
};
/** Of the card beneath; its text keeps its contrast, for what is dimmed is still read. */
const FRAME: Record<Tone, string> = {
  added: '[&>div]:border-success',
  changed: '[&>div]:border-warning',
  removed: '[&>div]:border-danger [&>div]:border-dashed [&>div]:shadow-none [&_p]:line-through',
  visited: '[&>div]:border-primary',
  here: '[&>div]:border-primary [&>div]:ring-2 [&>div]:ring-primary/40',
  dim: 'grayscale [&>div]:border-dashed [&>div]:bg-background [&>div]:shadow-none [&_p]:text-muted-foreground',
};

/** The card of the drawing with what is told of it. */
export const MarkedNode = memo(function MarkedNode({ data, ...props }: NodeProps<MarkedNodeType>) {
  const { step, mark, connected } = data;
  const Icon = mark.tone && ICON[mark.tone];
  return (
    <div className="relative" data-mark={mark.tone}>
      {mark.tone && mark.said ? (
        <span
          className={cn(
            '-top-3 absolute left-3 z-10 flex items-center gap-1 whitespace-nowrap rounded-full border px-2 py-0.5 font-medium text-xs [&_svg]:size-3',
            BADGE[mark.tone],
          )}
        >
          {Icon ? <Icon aria-hidden /> : null}
          {mark.said}
        </span>
      ) : null}
      <div className={mark.tone ? FRAME[mark.tone] : ''}>
        <StepNode {...props} type="step" data={{ step, red: 0, amber: 0, connected, still: true }} />
      </div>
      {mark.line ? (
        <p className="-mt-2 line-clamp-2 w-[232px] rounded-b-xl border border-t-0 bg-muted px-3 pt-3 pb-1.5 text-xs">
          {mark.line}
        </p>
      ) : null}
      {mark.figures?.length ? <Figures figures={mark.figures} /> : null}
    </div>
  );
});

function Figures({ figures }: { figures: readonly Figure[] }) {
  return (
    <dl className="-mt-2 grid w-[232px] auto-cols-fr grid-flow-col rounded-b-xl border border-t-0 bg-muted px-2 pt-3 pb-1.5">
      {figures.map(({ key, name, short, value, how, href }) => (
        <div key={key} title={`${name}: ${how}`} className="grid justify-items-center px-1" data-figure={key}>
          <dt className="whitespace-nowrap text-muted-foreground text-xs">{short}</dt>
          <dd className="-order-1 font-semibold text-sm tabular-nums">
            <Told value={value} href={href} said={name} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
