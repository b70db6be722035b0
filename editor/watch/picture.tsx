'use client';
import '@xyflow/react/dist/style.css';
import { applyNodeChanges, type NodeChange, ReactFlow, ReactFlowProvider, useReactFlow } from '@xyflow/react';
import { useLocale, useTranslations } from 'next-intl';
import { useTheme } from 'next-themes';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Graph } from '#core/graph.ts';
import { cardOf } from '#editor/canvas/card.ts';
import { NoteNode, type NoteNodeType } from '#editor/canvas/node.tsx';
import { Backdrop, chooseNodes, firstView, useInSight, usePlaces, useRevealed } from '#editor/canvas/stage.tsx';
import { placedNotes } from '#editor/state/document.ts';
import { portsOf } from '#editor/state/ports.ts';
import { useEditor } from '#editor/state/store.ts';
import type { Language } from '#editor/ui/moment.ts';
import { MarkedEdge, type MarkedEdgeType } from '#editor/watch/edge.tsx';
import { MarkedNode, type MarkedNodeType } from '#editor/watch/node.tsx';
import { edgeName, type Overlay, portLabel, spread, wiredPorts } from '#editor/watch/overlay.ts';

type AnyNode = MarkedNodeType | NoteNodeType;
const nodeTypes = { marked: MarkedNode, note: NoteNode };
const edgeTypes = { marked: MarkedEdge };

/** `first`: the steps to begin with; else the beginning. */
export type PictureProps = { graph: Graph; overlay: Overlay; label: string; first?: readonly string[] };

/** A drawing to look at: steps can be chosen and nothing can be changed. */
export function Picture(props: PictureProps) {
  return (
    <section aria-label={props.label} className="relative min-h-96 min-w-0 flex-1">
      <div className="absolute inset-0">
        <ReactFlowProvider>
          <Drawing {...props} />
        </ReactFlowProvider>
      </div>
    </section>
  );
}

function Drawing({ graph, overlay, first: wanted }: PictureProps) {
  const t = useTranslations('canvas');
  const language = useLocale() as Language;
  const { resolvedTheme } = useTheme();
  const flow = useReactFlow();
  const selection = useEditor((s) => s.selection);
  const { places, homeless } = usePlaces(graph);
  const [nodes, setNodes] = useState<AnyNode[]>([]);
  const fitted = useRef(false);

  useEffect(() => {
    const wired = wiredPorts(graph);
    const spots = spread(graph, places, overlay);
    setNodes((before) => {
      const old = new Map(before.map((n) => [n.id, n]));
      const notes = placedNotes(graph).map(
        ({ id, text }): NoteNodeType => ({
          ...(old.get(id) as NoteNodeType | undefined),
          id,
          type: 'note',
          focusable: false,
          selectable: false,
          position: spots.get(id)!,
          data: { text, readonly: true, onText: () => undefined },
        }),
      );
      const cards = graph.steps.map((step): MarkedNodeType => {
        const mark = overlay.steps.get(step.id) ?? {};
        const { chip, title } = cardOf(step, language);
        const figures = mark.figures?.map((f) => `${f.name} ${f.value}`) ?? [];
        return {
          ...(old.get(step.id) as MarkedNodeType | undefined),
          id: step.id,
          type: 'marked',
          position: spots.get(step.id)!,
          selected: selection.has(step.id),
          ariaLabel: [chip, title, mark.said, mark.line, ...figures].filter(Boolean).join(', '),
          data: { step, mark, connected: wired.get(step.id) ?? '' },
        };
      });
      return [...cards, ...notes];
    });
  }, [graph, overlay, selection, places, language]);

  useEffect(() => {
    if (fitted.current || nodes.length === 0 || (homeless && places.size === 0)) return;
    fitted.current = true;
    setTimeout(() => {
      if (wanted && wanted.length > 0)
        void flow.fitView({ nodes: wanted.map((id) => ({ id })), maxZoom: 1, minZoom: 0.5, padding: 0.2 });
      else firstView(flow);
    }, 0);
  }, [nodes, homeless, places, flow, wanted]);
  useRevealed();
  useInSight();

  const edges = useMemo(() => {
    const steps = new Map(graph.steps.map((s) => [s.id, s]));
    return graph.edges.map((e): MarkedEdgeType => {
      const step = steps.get(e.from);
      const has = step ? portsOf(step).some((p) => p.name === e.port) : false;
      const mark = overlay.edges.get(edgeName(e)) ?? {};
      return {
        id: edgeName(e),
        type: 'marked',
        source: e.from,
        sourceHandle: has ? e.port : null,
        target: e.to,
        focusable: false,
        data: { port: portLabel(step, e.port, language), mark },
      };
    });
  }, [graph, overlay, language]);

  const onNodesChange = useCallback((changes: NodeChange<AnyNode>[]) => {
    setNodes((before) => applyNodeChanges(changes, before));
    chooseNodes(changes);
  }, []);

  return (
    <ReactFlow<AnyNode, MarkedEdgeType>
      nodes={nodes}
      edges={edges}
      nodeTypes={nodeTypes}
      edgeTypes={edgeTypes}
      onNodesChange={onNodesChange}
      nodesDraggable={false}
      nodesConnectable={false}
      multiSelectionKeyCode={null}
      selectionKeyCode={null}
      deleteKeyCode={null}
      colorMode={resolvedTheme === 'dark' ? 'dark' : 'light'}
      onlyRenderVisibleElements={graph.steps.length > 60}
      minZoom={0.1}
      attributionPosition="top-right"
      ariaLabelConfig={{ 'node.a11yDescription.default': t('nodeLook') }}
    >
      <Backdrop />
    </ReactFlow>
  );
}
