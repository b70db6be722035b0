'use client';
import type { Language } from '#core/wording/index.ts';
import '@xyflow/react/dist/style.css';
import {
  applyNodeChanges,
  type Edge,
  type NodeChange,
  ReactFlow,
  ReactFlowProvider,
  useReactFlow,
} from '@xyflow/react';
import { useLocale, useTranslations } from 'next-intl';
import { useTheme } from 'next-themes';
import { type DragEvent, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { GraphStep } from '#core/graph.ts';
import { CARD, cardOf } from '#editor/canvas/card.ts';
import { addSign } from '#editor/canvas/deeds.ts';
import { DRAGGED } from '#editor/canvas/dragged.ts';
import { PathEdge, type PathEdgeType } from '#editor/canvas/edge.tsx';
import type { Deed } from '#editor/canvas/keys.ts';
import { NoteNode, type NoteNodeType, StepNode, type StepNodeType } from '#editor/canvas/node.tsx';
import { Ruler } from '#editor/canvas/ruler.tsx';
import { Backdrop, chooseNodes, firstView, useInSight, usePlaces, useRevealed } from '#editor/canvas/stage.tsx';
import { useKeys } from '#editor/canvas/usekeys.ts';
import { type Behind, connect, disconnect, editNote, moveSteps, placedNotes } from '#editor/state/document.ts';
import { mayConnect, portsOf } from '#editor/state/ports.ts';
import { useEditor } from '#editor/state/store.ts';

type AnyNode = StepNodeType | NoteNodeType;
const nodeTypes = { step: StepNode, note: NoteNode };
const edgeTypes = { path: PathEdge };

const behind = (edge: string): Behind => {
  const at = edge.indexOf(' ');
  return { from: edge.slice(0, at), port: edge.slice(at + 1) };
};

export function Canvas(props: CanvasProps) {
  return (
    <ReactFlowProvider>
      <Drawing {...props} />
    </ReactFlowProvider>
  );
}

export type CanvasProps = {
  /** What the frame around does: opens the quick line, the search, the help. */
  onDeed: (deed: Deed) => boolean;
  onInsert: (edge: Behind) => void;
  /** The chain stands there for the first time. */
  onDrawn: () => void;
};

function Drawing({ onDeed, onInsert, onDrawn }: CanvasProps) {
  const t = useTranslations('canvas');
  const language = useLocale() as Language;
  const { resolvedTheme } = useTheme();
  const flow = useReactFlow();
  const graph = useEditor((s) => s.graph);
  const selection = useEditor((s) => s.selection);
  const problems = useEditor((s) => s.problems);
  const readonly = useEditor((s) => s.readonly);
  const { places: drawn, homeless } = usePlaces(graph);
  const [nodes, setNodes] = useState<AnyNode[]>([]);
  const [chosenEdges, setChosenEdges] = useState<ReadonlySet<string>>(new Set());
  const fitted = useRef('');
  const chain = useEditor((s) => s.chain?.id ?? '');

  const counts = useMemo(() => {
    const all = new Map<string, { red: number; amber: number }>();
    for (const { step, severity } of problems) {
      if (step === undefined) continue;
      const count = all.get(step) ?? { red: 0, amber: 0 };
      all.set(step, severity ? { ...count, amber: count.amber + 1 } : { ...count, red: count.red + 1 });
    }
    return all;
  }, [problems]);

  useEffect(() => {
    const connected = new Map<string, string>();
    for (const { from, port } of graph.edges) connected.set(from, `${connected.get(from) ?? ''} ${port}`);
    setNodes((before) => {
      const old = new Map(before.map((n) => [n.id, n]));
      const cards = graph.steps.map((step): AnyNode => {
        const was = old.get(step.id) as StepNodeType | undefined;
        const { red, amber } = counts.get(step.id) ?? { red: 0, amber: 0 };
        const wired = connected.get(step.id) ?? '';
        const selected = selection.has(step.id);
        const same =
          was?.data.step === step && was.data.red === red && was.data.amber === amber && was.data.connected === wired;
        const position = step.position ?? drawn.get(step.id) ?? { x: 0, y: 0 };
        if (was && same && was.selected === selected && was.position.x === position.x && was.position.y === position.y)
          return was;
        return {
          ...was,
          id: step.id,
          type: 'step',
          position,
          selected,
          ariaLabel: spoken(step, language, red > 0 ? t('red', { count: red }) : ''),
          data: same ? was.data : { step, red, amber, connected: wired },
        };
      });
      const notes = placedNotes(graph).map(({ id, text, position, named }): AnyNode => {
        const was = old.get(id) as NoteNodeType | undefined;
        const data = {
          text,
          readonly: readonly || !named,
          onText: (next: string) =>
            useEditor.getState().change('note', (g) => editNote(g, id, next), { blend: `note ${id}` }),
        };
        return {
          ...was,
          id,
          type: 'note',
          draggable: named,
          position,
          selected: selection.has(id),
          ariaLabel: t('note'),
          data: was && was.data.text === data.text && was.data.readonly === data.readonly ? was.data : data,
        };
      });
      return [...cards, ...notes];
    });
  }, [graph, selection, counts, drawn, readonly, language, t]);

  useEffect(() => {
    if (fitted.current === chain || nodes.length === 0 || (homeless && drawn.size === 0)) return;
    fitted.current = chain;
    onDrawn();
    setTimeout(() => firstView(flow), 0);
  }, [nodes, homeless, drawn, chain, flow, onDrawn]);
  useRevealed();
  useInSight();

  const insert = useCallback((edge: string) => onInsert(behind(edge)), [onInsert]);
  const edges = useMemo(() => {
    const steps = new Map(graph.steps.map((s) => [s.id, s]));
    return graph.edges.map((e): PathEdgeType => {
      const id = `${e.from} ${e.port}`;
      const ports = steps.has(e.from) ? portsOf(steps.get(e.from)!) : [];
      const port = ports.find((p) => p.name === e.port);
      const main = ports[0]?.name === e.port;
      return {
        id,
        type: 'path',
        source: e.from,
        sourceHandle: e.port,
        target: e.to,
        selected: chosenEdges.has(id),
        data: {
          label: port?.label[language] ?? e.port,
          main: main && ports.every((p, i) => i === 0 || p.optional),
          optional: port?.optional ?? true,
          onInsert: readonly ? null : insert,
        },
      };
    });
  }, [graph.edges, graph.steps, chosenEdges, language, readonly, insert]);

  const onNodesChange = useCallback((changes: NodeChange<AnyNode>[]) => {
    setNodes((before) => applyNodeChanges(changes, before));
    chooseNodes(changes);
  }, []);

  useKeys(
    useCallback(
      (deed: Deed) => {
        if (deed === 'zoomIn') void flow.zoomIn();
        else if (deed === 'zoomOut') void flow.zoomOut();
        else if (deed === 'fit') void flow.fitView({ maxZoom: 1, padding: 0.15 });
        else if (deed === 'remove' && chosenEdges.size > 0) {
          useEditor.getState().change('disconnect', (g) => disconnect(g, [...chosenEdges].map(behind)));
          setChosenEdges(new Set());
        } else return onDeed(deed);
        return true;
      },
      [flow, chosenEdges, onDeed],
    ),
  );

  const onDrop = (event: DragEvent) => {
    const sign = event.dataTransfer.getData(DRAGGED);
    if (!sign || readonly) return;
    event.preventDefault();
    const point = flow.screenToFlowPosition({ x: event.clientX, y: event.clientY });
    const at = { x: Math.round(point.x - CARD.width / 2), y: Math.round(point.y - CARD.height / 2) };
    const edge = document
      .elementsFromPoint(event.clientX, event.clientY)
      .map(
        (e) =>
          e.closest('[data-edge]')?.getAttribute('data-edge') ??
          e.closest('.react-flow__edge')?.getAttribute('data-id'),
      )
      .find((id) => id != null);
    addSign(sign, edge ? { behind: behind(edge) } : { at });
  };

  return (
    <ReactFlow<AnyNode, Edge>
      nodes={nodes}
      edges={edges}
      nodeTypes={nodeTypes}
      edgeTypes={edgeTypes}
      onNodesChange={onNodesChange}
      onEdgesChange={(changes) => {
        const chosen = changes.filter((c) => c.type === 'select');
        if (chosen.length === 0) return;
        setChosenEdges((before) => {
          const next = new Set(before);
          for (const change of chosen) change.selected ? next.add(change.id) : next.delete(change.id);
          return next;
        });
      }}
      onConnect={({ source, sourceHandle, target }) =>
        useEditor.getState().change('connect', (g) => connect(g, source, sourceHandle ?? 'done', target))
      }
      isValidConnection={({ source, sourceHandle, target }) =>
        mayConnect(useEditor.getState().graph, source, sourceHandle ?? 'done', target)
      }
      onNodeDragStop={(_, __, moved) =>
        useEditor.getState().change('move', (g) => moveSteps(g, new Map(moved.map((n) => [n.id, n.position]))))
      }
      onDragOver={(event) => event.preventDefault()}
      onDrop={onDrop}
      nodesDraggable={!readonly}
      nodesConnectable={!readonly}
      deleteKeyCode={null}
      colorMode={resolvedTheme === 'dark' ? 'dark' : 'light'}
      onlyRenderVisibleElements={graph.steps.length > 60}
      minZoom={0.1}
      attributionPosition="top-right"
      ariaLabelConfig={{ 'node.a11yDescription.default': t('nodeHelp') }}
    >
      <Backdrop className="!mb-10" />
      <Ruler drawn={drawn} />
    </ReactFlow>
  );
}

function spoken(step: GraphStep, language: Language, problems: string): string {
  const { chip, title } = cardOf(step, language);
  return [chip, title, problems].filter(Boolean).join(', ');
}
