'use client';
import { useTranslations } from 'next-intl';
import { PALETTE } from '#editor/canvas/palette.ts';
import { Sign } from '#editor/canvas/signs.tsx';
import { Dialog } from '#editor/ui/dialog.tsx';

/** Which step is to stand in between: all that can stand on a path. */
export function SignMenu({ onPick, onClose }: { onPick: (sign: string) => void; onClose: () => void }) {
  const t = useTranslations('canvas');
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={t('insertHere')}>
      <div className="grid grid-cols-2 gap-1 sm:grid-cols-3">
        {PALETTE.filter(({ family }) => family !== 'entry' && family !== 'goal').flatMap(({ family, signs }) =>
          signs.map((sign) => (
            <button
              key={sign}
              type="button"
              className="flex items-center gap-2 rounded-md p-2 text-left text-sm hover:bg-muted"
              onClick={() => {
                onPick(sign);
                onClose();
              }}
            >
              <Sign family={family} sign={sign} />
              {t(`sign.${sign}`)}
            </button>
          )),
        )}
      </div>
    </Dialog>
  );
}
