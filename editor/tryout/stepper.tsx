'use client';
import { ChevronLeft, ChevronRight, ChevronsLeft, ChevronsRight, Pause, Play } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { Button } from '#editor/ui/button.tsx';
import { dayMark, type Language } from '#editor/ui/moment.ts';

const PACE = 1_000;

/** From one day on which something happens to the next, by hand or by itself. `null`: the whole way. */
export function Stepper({
  days,
  at,
  language,
  onStep,
}: {
  days: readonly number[];
  at: number;
  language: Language;
  onStep: (at: number | null) => void;
}) {
  const t = useTranslations('tryout');
  const [playing, setPlaying] = useState(false);
  const end = days.length - 1;
  useEffect(() => {
    if (!playing) return;
    if (at >= end) return setPlaying(false);
    const timer = setTimeout(() => onStep(at + 1), PACE);
    return () => clearTimeout(timer);
  }, [playing, at, end, onStep]);
  const go = (next: number | null) => {
    setPlaying(false);
    onStep(next);
  };
  return (
    <fieldset className="flex flex-wrap items-center gap-1">
      <legend className="sr-only">{t('step.title')}</legend>
      <Button look="ghost" size="icon" aria-label={t('step.first')} disabled={at === 0} onClick={() => go(0)}>
        <ChevronsLeft aria-hidden />
      </Button>
      <Button look="ghost" size="icon" aria-label={t('step.back')} disabled={at === 0} onClick={() => go(at - 1)}>
        <ChevronLeft aria-hidden />
      </Button>
      <Button
        size="icon"
        aria-label={t(playing ? 'step.pause' : 'step.play')}
        onClick={() => {
          if (!playing && at >= end) onStep(0);
          setPlaying(!playing);
        }}
      >
        {playing ? <Pause aria-hidden /> : <Play aria-hidden />}
      </Button>
      <Button look="ghost" size="icon" aria-label={t('step.next')} disabled={at >= end} onClick={() => go(at + 1)}>
        <ChevronRight aria-hidden />
      </Button>
      <Button look="ghost" size="icon" aria-label={t('step.last')} disabled={at >= end} onClick={() => go(null)}>
        <ChevronsRight aria-hidden />
      </Button>
      <input
        type="range"
        aria-label={t('step.day')}
        aria-valuetext={dayMark(language, days[at] ?? 0)}
        className="mx-2 w-40 accent-primary"
        min={0}
        max={end}
        value={at}
        onChange={(event) => go(Number(event.target.value))}
      />
      <span className="font-medium text-sm tabular-nums">{dayMark(language, days[at] ?? 0)}</span>
    </fieldset>
  );
}
