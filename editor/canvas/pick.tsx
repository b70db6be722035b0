'use client';
import { PanelLeftClose, PanelLeftOpen } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { DRAGGED } from '#editor/canvas/dragged.ts';
import { PALETTE } from '#editor/canvas/palette.ts';
import { Sign } from '#editor/canvas/signs.tsx';
import { useEditor } from '#editor/state/store.ts';
import { cn } from '#editor/ui/class.ts';

const WIDE = 'jalon:palette';

/**
 * Every kind of step, by family; a click puts it behind what is chosen, dragging puts it anywhere. Once something is drawn
 * a narrow window leaves the room to the drawing: signs, whose names lie over it while one points or walks there.
 */
export function Palette({ onPick }: { onPick: (sign: string) => void }) {
  const t = useTranslations('canvas');
  const hasEntry = useEditor((s) => s.graph.steps.some((step) => step.type === 'entry'));
  const empty = useEditor((s) => s.graph.steps.length === 0);
  const [wide, setWide] = useState(false);
  useEffect(() => setWide(localStorage.getItem(WIDE) === 'wide'), []);
  const toggle = () => {
    localStorage.setItem(WIDE, wide ? 'narrow' : 'wide');
    setWide(!wide);
  };
  const narrow = !wide && !empty;
  const Toggle = wide ? PanelLeftClose : PanelLeftOpen;
  return (
    <div className={cn('relative shrink-0 md:w-52', narrow && 'md:max-2xl:w-13')}>
      <section
        aria-label={t('palette')}
        className={cn(
          'flex gap-1 overflow-auto border-b bg-background p-2 md:absolute md:inset-y-0 md:left-0 md:z-10 md:w-full md:flex-col md:overflow-x-hidden md:border-r md:border-b-0',
          narrow &&
            'md:max-2xl:w-13 md:max-2xl:hover:w-52 md:max-2xl:hover:shadow-raised md:max-2xl:has-focus-visible:w-52 md:max-2xl:has-focus-visible:shadow-raised',
        )}
      >
        {PALETTE.map(({ family, signs }) => (
          <fieldset key={family} className="contents">
            <legend className="sr-only">{t(`family.${family}`)}</legend>
            {signs.map((sign) => (
              <button
                key={sign}
                type="button"
                draggable
                disabled={sign === 'entry' && hasEntry}
                title={narrow ? t(`sign.${sign}`) : undefined}
                onDragStart={(event) => {
                  event.dataTransfer.setData(DRAGGED, sign);
                  event.dataTransfer.effectAllowed = 'copy';
                }}
                onClick={() => onPick(sign)}
                className="flex shrink-0 items-center gap-2 overflow-hidden rounded-md px-1.5 py-1 text-left text-sm hover:bg-muted disabled:opacity-50"
              >
                <Sign family={family} sign={sign} className="size-6 [&_svg]:size-3.5" />
                <span className="whitespace-nowrap">{t(`sign.${sign}`)}</span>
              </button>
            ))}
          </fieldset>
        ))}
        {empty ? null : (
          <button
            type="button"
            aria-pressed={wide}
            onClick={toggle}
            className="mt-auto hidden shrink-0 items-center gap-2 overflow-hidden rounded-md px-1.5 py-1 text-left text-muted-foreground text-sm hover:bg-muted md:max-2xl:flex"
          >
            <span className="grid size-6 shrink-0 place-items-center">
              <Toggle aria-hidden className="size-4" />
            </span>
            <span className="whitespace-nowrap">{t('paletteNames')}</span>
          </button>
        )}
      </section>
    </div>
  );
}
