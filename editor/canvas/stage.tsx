'use client';
/** What the drawing that is worked on and the one that is only looked at have in common. */
import { Background, MiniMap, type NodeChange, type ReactFlowInstance, useReactFlow, useStore } from '@xyflow/react';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import type { Graph, GraphStep } from '#core/graph.ts';
import { CARD } from '#editor/canvas/card.ts';
import type { Place } from '#editor/state/document.ts';
import { useEditor } from '#editor/state/store.ts';
import { cn } from '#editor/ui/class.ts';

/** A chain made elsewhere has no places: they are found, and kept only once somebody moves a card. */
export function usePlaces(graph: Graph): { places: ReadonlyMap<string, Place>; homeless: boolean } {
  const [places, setPlaces] = useState<ReadonlyMap<string, Place>>(new Map());
  const homeless = graph.steps.some((s) => s.position === undefined);
  useEffect(() => {
    if (homeless) void import('#editor/canvas/layout.ts').then(({ layoutOf }) => setPlaces(layoutOf(graph)));
  }, [homeless, graph]);
  return { places, homeless };
}

const MARGIN = 32;

/** A long chain begins at its beginning, big enough to be read. */
export function firstView({ fitView, setViewport, getNodes }: ReactFlowInstance): void {
  const nodes = getNodes();
  const across = nodes.map((n) => n.position.x);
  const first = nodes.find((n) => (n.data.step as GraphStep | undefined)?.type === 'entry') ?? nodes[0]!;
  if (Math.max(...across) - Math.min(...across) < 900) void fitView({ maxZoom: 1, minZoom: 0.5, padding: 0.15 });
  else void setViewport({ x: 48 - first.position.x * 0.85, y: 200 - first.position.y * 0.85, zoom: 0.85 });
}

/** Behind the first view of the chain, which is a moment late itself. */
export function useRevealed(): void {
  const flow = useReactFlow();
  const revealed = useEditor((s) => s.revealed);
  useEffect(() => {
    if (!revealed) return;
    const see = () => void flow.fitView({ nodes: [{ id: revealed.id }], maxZoom: 1, minZoom: 0.6, duration: 200 });
    const soon = setTimeout(see, 0);
    return () => clearTimeout(soon);
  }, [revealed, flow]);
}

/** The one card that is chosen stays in sight: where it was put behind the last one, or a panel takes its room. */
export function useInSight(): void {
  const flow = useReactFlow();
  const width = useStore((s) => s.width);
  const height = useStore((s) => s.height);
  const only = useEditor((s) => (s.selection.size === 1 ? [...s.selection][0]! : ''));
  // What was just put there is drawn a moment later.
  const there = useStore((s) => s.nodeLookup.has(only));
  useEffect(() => {
    const node = there ? flow.getNode(only) : undefined;
    if (!node || width === 0) return;
    const { x, y, zoom } = flow.getViewport();
    const left = node.position.x * zoom + x;
    const top = node.position.y * zoom + y;
    const dx = hidden(left, left + CARD.width * zoom, width);
    const dy = hidden(top, top + CARD.height * zoom, height);
    if (dx !== 0 || dy !== 0) void flow.setViewport({ x: x - dx, y: y - dy, zoom }, { duration: 200 });
  }, [width, height, only, there, flow]);
}

/** By how much a span lies beyond the end of its room, or before its beginning. */
function hidden(from: number, to: number, room: number): number {
  if (from < MARGIN) return from - MARGIN;
  return to > room - MARGIN ? Math.min(to - room + MARGIN, from - MARGIN) : 0;
}

/** What is chosen on the drawing is chosen everywhere. */
export function chooseNodes(changes: readonly NodeChange[]): void {
  const chosen = changes.filter((c) => c.type === 'select');
  if (chosen.length === 0) return;
  const { selection: now, select } = useEditor.getState();
  const next = new Set(now);
  for (const change of chosen) change.selected ? next.add(change.id) : next.delete(change.id);
  select(next);
}

export function Backdrop({ className }: { className?: string }) {
  const t = useTranslations('canvas');
  return (
    <>
      <Background gap={24} color="var(--border)" />
      <MiniMap
        pannable
        zoomable
        className={cn('!hidden md:!block', className)}
        style={{ width: 160, height: 100 }}
        ariaLabel={t('minimap')}
        nodeColor="var(--muted-foreground)"
        bgColor="var(--card)"
        maskColor="rgb(127 127 127 / 0.15)"
      />
    </>
  );
}
