'use client';
import { useTranslations } from 'next-intl';
import { DRAGGED } from '#editor/canvas/dragged.ts';
import { PALETTE } from '#editor/canvas/palette.ts';
import { Sign } from '#editor/canvas/signs.tsx';
import { useEditor } from '#editor/state/store.ts';

/** Every kind of step, by family; a click puts it behind what is chosen, dragging puts it anywhere. */
export function Palette({ onPick }: { onPick: (sign: string) => void }) {
  const t = useTranslations('canvas');
  const hasEntry = useEditor((s) => s.graph.steps.some((step) => step.type === 'entry'));
  return (
    <section
      aria-label={t('palette')}
      className="flex gap-1 overflow-auto border-b p-2 md:w-52 md:flex-col md:border-r md:border-b-0"
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
              onDragStart={(event) => {
                event.dataTransfer.setData(DRAGGED, sign);
                event.dataTransfer.effectAllowed = 'copy';
              }}
              onClick={() => onPick(sign)}
              className="flex shrink-0 items-center gap-2 rounded-md px-1.5 py-1 text-left text-sm hover:bg-muted disabled:opacity-50"
            >
              <Sign family={family} sign={sign} className="size-6 [&_svg]:size-3.5" />
              <span className="whitespace-nowrap">{t(`sign.${sign}`)}</span>
            </button>
          ))}
        </fieldset>
      ))}
    </section>
  );
}
