'use client';
import { Pencil, Plus, Trash2 } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import { Code } from '#editor/panels/code.tsx';
import { type Hands, idOf, type Path } from '#editor/panels/hands.ts';
import { useNames, useSay } from '#editor/panels/names.ts';
import { phraseOf } from '#editor/panels/phrase.ts';
import { readable } from '#editor/panels/query.ts';
import { Button } from '#editor/ui/button.tsx';
import { Notice, Skeleton } from '#editor/ui/card.tsx';
import { Dialog } from '#editor/ui/dialog.tsx';

// The builder weighs more than the rest of the inspector: it comes when a condition is opened.
const Builder = dynamic(() => import('#editor/panels/builder.tsx').then((m) => m.Builder), {
  ssr: false,
  loading: () => <Skeleton className="h-32" />,
});

type Props = { path: Path; value: unknown; hands: Hands; event: string | undefined };

/** A condition in words, and the way to change it. */
export function ConditionField({ path, value, hands, event }: Props) {
  const t = useTranslations('panels');
  const names = useNames(hands.graph);
  const ask = useSay('condition');
  const [open, setOpen] = useState(false);
  const wrong = useId();
  const problem = hands.problem(path);
  const set = value !== undefined;
  return (
    <div className="grid gap-1.5" id={idOf(path)} data-field={path.join('.')}>
      <p className="font-medium text-sm">{t(path.at(-1) === 'if' ? 'fields.if' : 'fields.filter')}</p>
      {set ? (
        <p className="rounded-md border bg-background px-3 py-2 text-sm">{upper(phraseOf(value, ask, names))}</p>
      ) : null}
      <div className="flex flex-wrap gap-2">
        <Button aria-describedby={problem === undefined ? undefined : wrong} size="small" onClick={() => setOpen(true)}>
          {set ? <Pencil aria-hidden /> : <Plus aria-hidden />}
          {t(set ? (hands.readonly ? 'builder.show' : 'builder.change') : 'builder.add')}
        </Button>
        {set && path.at(-1) === 'filter' && !hands.readonly ? (
          <Button size="small" look="ghost" onClick={() => hands.put(path, undefined)}>
            <Trash2 aria-hidden />
            {t('builder.clear')}
          </Button>
        ) : null}
      </div>
      <ConditionDialog open={open} onClose={() => setOpen(false)} {...{ path, value, hands, event }} />
      <p id={wrong} className="text-danger text-xs empty:hidden">
        {problem}
      </p>
    </div>
  );
}

export function ConditionDialog({
  path,
  value,
  hands,
  event,
  open,
  onClose,
}: Props & { open: boolean; onClose: () => void }) {
  const t = useTranslations('panels');
  const names = useNames(hands.graph);
  const ask = useSay('condition');
  const condition = value === undefined ? undefined : readable(value);
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => next || onClose()}
      title={t(path.at(-1) === 'if' ? 'fields.if' : 'fields.filter')}
      description={value === undefined ? t('builder.what') : upper(phraseOf(value, ask, names))}
      className="w-[min(58rem,calc(100vw-2rem))]"
    >
      {condition === null ? (
        <Notice tone="warning">{t('builder.odd')}</Notice>
      ) : (
        <Builder
          value={condition}
          hands={hands}
          event={event}
          past={path.at(-1) === 'if'}
          atTrigger={hands.step.type === 'entry'}
          onChange={(next) => hands.put(path, next)}
        />
      )}
      <details open={condition === null ? true : undefined}>
        <summary className="cursor-pointer text-muted-foreground text-sm">{t('builder.code')}</summary>
        <div className="mt-2">
          <Code
            aria-label={t('builder.code')}
            className="min-h-40"
            disabled={hands.readonly}
            value={value}
            onChange={(next) => hands.put(path, next)}
          />
        </div>
      </details>
      <div className="flex justify-end">
        <Button look="primary" onClick={onClose}>
          {t('builder.done')}
        </Button>
      </div>
    </Dialog>
  );
}

function upper(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
