'use client';
import { useViewport } from '@xyflow/react';
import { useLocale, useTranslations } from 'next-intl';
import type { Language } from '#core/wording/index.ts';
import { CARD, dayOf } from '#editor/canvas/card.ts';
import type { Place } from '#editor/state/document.ts';
import { useEditor } from '#editor/state/store.ts';

/** Below the drawing: which day after the trigger stands where. */
export function Ruler({ drawn }: { drawn: ReadonlyMap<string, Place> }) {
  const t = useTranslations('canvas');
  const language = useLocale() as Language;
  const { x, zoom } = useViewport();
  const steps = useEditor((s) => s.graph.steps);
  const marks = new Map<number, number>();
  for (const step of steps) {
    const day = dayOf(step);
    const place = step.position ?? drawn.get(step.id);
    if (step.type !== 'contact' || day === undefined || !place || marks.has(day)) continue;
    marks.set(day, (place.x + CARD.width / 2) * zoom + x);
  }
  if (marks.size === 0) return null;
  return (
    <div
      role="img"
      aria-label={t('ruler')}
      className="pointer-events-none absolute inset-x-0 bottom-0 z-[4] h-7 overflow-hidden border-t bg-card/90"
    >
      {[...marks].map(([day, left]) => (
        <span
          key={day}
          className="absolute top-0 -translate-x-1/2 border-primary border-t-2 px-1 pt-0.5 font-medium text-muted-foreground text-xs tabular-nums"
          style={{ left }}
        >
          {language === 'fr' ? 'J' : 'D'}
          {day === 0 ? '' : day > 0 ? `+${day}` : `−${-day}`}
        </span>
      ))}
    </div>
  );
}
