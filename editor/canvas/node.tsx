'use client';
import { Handle, type Node, type NodeProps, Position, useUpdateNodeInternals } from '@xyflow/react';
import { CircleAlert, TriangleAlert } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { memo, useEffect, useState } from 'react';
import type { GraphStep } from '#core/graph.ts';
import type { Language } from '#core/wording/index.ts';
import { cardOf } from '#editor/canvas/card.ts';
import { Sign } from '#editor/canvas/signs.tsx';
import { portsOf, takesEdges } from '#editor/state/ports.ts';
import { cn } from '#editor/ui/class.ts';

/** `still`: only looked at, its other ways out stay folded. */
export type StepData = { step: GraphStep; red: number; amber: number; connected: string; still?: boolean };
export type StepNodeType = Node<StepData, 'step'>;

const DOT = '!size-3 !border-2 !border-card !bg-muted-foreground';

/** All at one height, so that a path of cards is a straight line. */
const LINE = { top: 28 };

/** One card for every type of step. */
export const StepNode = memo(function StepNode({ id, data, selected }: NodeProps<StepNodeType>) {
  const t = useTranslations('canvas');
  const language = useLocale() as Language;
  const [over, setOver] = useState(false);
  const refresh = useUpdateNodeInternals();
  const { step, red, amber } = data;
  const card = cardOf(step, language);
  const connected = new Set(data.connected.split(' '));
  const ports = portsOf(step).filter(
    (p, i) => i === 0 || !p.optional || (!data.still && (over || selected)) || connected.has(p.name),
  );
  const shown = ports.map((p) => p.name).join(' ');
  // biome-ignore lint/correctness/useExhaustiveDependencies: the dots have moved when other ports are shown.
  useEffect(() => refresh(id), [shown, id, refresh]);

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: passing over only unfolds ports, which choosing does too.
    <div
      onMouseEnter={() => setOver(true)}
      onMouseLeave={() => setOver(false)}
      className={cn(
        'w-[232px] rounded-xl border bg-card text-card-foreground shadow-raised',
        selected && 'border-primary ring-2 ring-primary/40',
        red > 0 && !selected && 'border-danger/60',
      )}
    >
      {takesEdges(step) ? <Handle type="target" position={Position.Left} className={DOT} style={LINE} /> : null}
      <div className="flex items-start gap-2.5 p-3">
        <Sign family={card.family} sign={card.sign} />
        <div className="min-w-0 flex-1">
          <div className="flex flex-wrap items-center gap-x-1.5 gap-y-0.5 text-xs">
            {card.chip ? (
              <span className="shrink-0 whitespace-nowrap rounded-md bg-muted px-1.5 py-0.5 font-semibold tabular-nums">
                {card.chip}
              </span>
            ) : null}
            {card.class ? <span className="truncate text-muted-foreground">{t(`class.${card.class}`)}</span> : null}
            {red > 0 ? (
              <span className="ml-auto flex items-center gap-0.5 text-danger" title={t('red', { count: red })}>
                <CircleAlert aria-hidden className="size-3.5" />
                <span className="sr-only">{t('red', { count: red })}</span>
              </span>
            ) : amber > 0 ? (
              <span className="ml-auto flex items-center gap-0.5 text-warning" title={t('amber', { count: amber })}>
                <TriangleAlert aria-hidden className="size-3.5" />
                <span className="sr-only">{t('amber', { count: amber })}</span>
              </span>
            ) : null}
          </div>
          <p className="mt-0.5 line-clamp-2 font-medium text-sm leading-snug">{card.title}</p>
          {card.detail && card.detail !== card.title ? (
            <p className="truncate text-muted-foreground text-xs">{card.detail}</p>
          ) : null}
        </div>
      </div>
      {ports.length === 1 ? (
        <Handle id={ports[0]!.name} type="source" position={Position.Right} className={DOT} style={LINE} />
      ) : ports.length === 0 ? null : (
        <ul className="border-t py-1">
          {ports.map((port) => (
            <li key={port.name} className="relative px-3 py-0.5 text-right text-muted-foreground text-xs">
              {port.label[language] || port.name}
              <Handle
                id={port.name}
                type="source"
                position={Position.Right}
                className={cn(DOT, port.optional && '!border-dashed !border-muted-foreground !bg-card')}
              />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
});

export type NoteNodeType = Node<{ text: string; onText: (text: string) => void; readonly: boolean }, 'note'>;

export const NoteNode = memo(function NoteNode({ data, selected }: NodeProps<NoteNodeType>) {
  const t = useTranslations('canvas');
  return (
    <div
      className={cn(
        'w-56 rounded-md border border-warning/30 bg-warning-soft p-2 text-foreground text-sm',
        selected && 'ring-2 ring-primary/40',
      )}
    >
      <textarea
        aria-label={t('note')}
        className="nodrag field-sizing-content w-full resize-none bg-transparent"
        value={data.text}
        placeholder={t('notePlaceholder')}
        readOnly={data.readonly}
        onChange={(event) => data.onText(event.target.value)}
      />
    </div>
  );
});
