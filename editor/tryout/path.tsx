'use client';
import { Check } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import type { Graph } from '#core/graph.ts';
import type { Walked } from '#core/simulate.ts';
import { cardOf } from '#editor/canvas/card.ts';
import { Sign } from '#editor/canvas/signs.tsx';
import type { Place } from '#editor/state/document.ts';
import { cn } from '#editor/ui/class.ts';
import type { Language } from '#editor/ui/moment.ts';

const WIDTH = 152;
const HEIGHT = 48;
/** Of the drawing's own distances. */
const [ACROSS, DOWN] = [0.66, 0.5];

type Props = { walk: Walked; until: number | null; graph: Graph; language: Language };

/** The way through the drawing up to a moment: passed cards and lines are painted, where the persona waits is ringed. */
export function Path({ walk, until, graph, language }: Props) {
  const t = useTranslations('tryout');
  const places = usePlaces(graph);
  const box = useRef<HTMLElement>(null);
  const gone = walk.path.filter(({ at }) => until === null || at <= until);
  // Whoever walks has come in by the trigger.
  const began = graph.steps.filter(({ type }) => type === 'entry').map(({ id }) => ({ step: id, port: 'done' }));
  const passed = new Set([...began, ...gone].map(({ step }) => step));
  const ports = new Set([...began, ...gone].map(({ step, port }) => `${step} ${port}`));
  const now = until === null ? null : walk.path[gone.length]?.step;
  const focus = now ?? gone.at(-1)?.step;

  useEffect(() => {
    const place = focus === undefined ? undefined : places?.get(focus);
    if (place && until !== null) box.current?.scrollTo({ left: place.x - 160, top: place.y - 60, behavior: 'smooth' });
  }, [focus, places, until]);

  if (!places) return null;
  const width = Math.max(...[...places.values()].map(({ x }) => x)) + WIDTH;
  const height = Math.max(...[...places.values()].map(({ y }) => y)) + HEIGHT;
  return (
    <section
      ref={box}
      aria-label={t('path')}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
      tabIndex={0}
      className="max-h-72 overflow-auto rounded-xl border bg-card p-4"
    >
      <div className="relative" style={{ width, height }}>
        <svg aria-hidden width={width} height={height} className="absolute inset-0">
          <title>{t('path')}</title>
          {graph.edges.map(({ from, port, to }) => {
            const [a, b] = [places.get(from), places.get(to)];
            if (!a || !b) return null;
            const [x, y, u, v] = [a.x + WIDTH, a.y + HEIGHT / 2, b.x, b.y + HEIGHT / 2];
            const bend = Math.max(16, (u - x) / 2);
            return (
              <path
                key={`${from} ${port} ${to}`}
                d={`M${x},${y} C${x + bend},${y} ${u - bend},${v} ${u},${v}`}
                fill="none"
                strokeWidth={ports.has(`${from} ${port}`) ? 2.5 : 1.25}
                className={ports.has(`${from} ${port}`) ? 'stroke-primary' : 'stroke-border'}
              />
            );
          })}
        </svg>
        <ul>
          {graph.steps.map((step) => {
            const card = cardOf(step, language);
            const place = places.get(step.id);
            const on = passed.has(step.id);
            if (!place) return null;
            return (
              <li
                key={step.id}
                title={card.title}
                style={{ left: place.x, top: place.y, width: WIDTH, height: HEIGHT }}
                className={cn(
                  'absolute flex items-center gap-2 rounded-lg border bg-card px-2 text-xs',
                  on ? 'border-primary bg-accent text-accent-foreground' : 'text-muted-foreground',
                  step.id === now && 'ring-2 ring-primary',
                )}
              >
                <Sign family={card.family} sign={card.sign} className="size-6" />
                <span className="line-clamp-2 min-w-0 flex-1">{card.title}</span>
                <span className="sr-only">{t(step.id === now ? 'waitingHere' : on ? 'passed' : 'notPassed')}</span>
                {on ? <Check aria-hidden className="size-4 shrink-0" /> : null}
              </li>
            );
          })}
        </ul>
      </div>
    </section>
  );
}

/** As drawn, closer together; a chain that was never laid out is, when it is looked at. */
function usePlaces(graph: Graph): Map<string, Place> | null {
  const [places, setPlaces] = useState<Map<string, Place> | null>(null);
  useEffect(() => {
    let stale = false;
    const own = graph.steps.flatMap(({ id, position }): [string, Place][] => (position ? [[id, position]] : []));
    const all =
      own.length === graph.steps.length
        ? Promise.resolve(new Map(own))
        : import('#editor/canvas/layout.ts').then(({ layoutOf }) => layoutOf(graph));
    void all.then((found) => {
      const [left, top] = [
        Math.min(...[...found.values()].map(({ x }) => x)),
        Math.min(...[...found.values()].map(({ y }) => y)),
      ];
      const near = ({ x, y }: Place) => ({ x: (x - left) * ACROSS, y: (y - top) * DOWN });
      if (!stale) setPlaces(new Map([...found].map(([id, place]) => [id, near(place)])));
    });
    return () => {
      stale = true;
    };
  }, [graph]);
  return places;
}
