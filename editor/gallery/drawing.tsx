import type { Graph } from '#core/graph.ts';
import type { Language } from '#core/wording/index.ts';
import { CARD, cardOf } from '#editor/canvas/card.ts';

const EDGE = 24;

/** A chain as small as a stamp: where its cards lie, what family they are of, and what leads where. */
export function Drawing({ graph, language, label }: { graph: Graph; language: Language; label: string }) {
  const at = new Map(graph.steps.map((step) => [step.id, step.position ?? { x: 0, y: 0 }]));
  const places = [...at.values()];
  const left = Math.min(...places.map((p) => p.x)) - EDGE;
  const top = Math.min(...places.map((p) => p.y)) - EDGE;
  const width = Math.max(...places.map((p) => p.x)) + CARD.width + EDGE - left;
  const height = Math.max(...places.map((p) => p.y)) + CARD.height + EDGE - top;
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`${left} ${top} ${width} ${height}`}
      preserveAspectRatio="xMidYMid meet"
      className="h-28 w-full"
    >
      {graph.edges.map(({ from, port, to }) => (
        <path
          key={`${from} ${port}`}
          d={wire(at.get(from), at.get(to))}
          fill="none"
          stroke="var(--input)"
          strokeWidth={6}
          vectorEffect="non-scaling-stroke"
          style={{ strokeWidth: 1.25 }}
        />
      ))}
      {graph.steps.map((step) => {
        const { family } = cardOf(step, language);
        const { x, y } = at.get(step.id)!;
        const end = step.type === 'end';
        return (
          <rect
            key={step.id}
            x={x}
            y={y}
            width={end ? CARD.height : CARD.width}
            height={CARD.height}
            rx={family === 'entry' || end ? CARD.height / 2 : family === 'branch' ? 4 : 18}
            fill={`var(--${family}-soft)`}
            stroke={`var(--${family})`}
            vectorEffect="non-scaling-stroke"
            strokeDasharray={family === 'goal' ? '4 3' : undefined}
          />
        );
      })}
    </svg>
  );
}

type Point = { x: number; y: number };

function wire(from: Point | undefined, to: Point | undefined): string {
  if (!from || !to) return '';
  const [x1, y1, x2, y2] = [from.x + CARD.width, from.y + CARD.height / 2, to.x, to.y + CARD.height / 2];
  // Back to an earlier card: below both.
  if (x2 < x1) {
    const low = Math.max(y1, y2) + CARD.height;
    return `M${x1} ${y1} C${x1 + 90} ${low} ${x2 - 90} ${low} ${x2} ${y2}`;
  }
  const bend = Math.max(30, (x2 - x1) / 2);
  return `M${x1} ${y1} C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`;
}
