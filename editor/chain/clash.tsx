'use client';
import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import type { GraphStep } from '#core/graph.ts';
import { cardOf } from '#editor/canvas/card.ts';
import { useTongue } from '#editor/panels/names.ts';
import { sentenceOf } from '#editor/panels/sentence.ts';
import { differenceTold, headTold, scalar } from '#editor/panels/told.ts';
import type { Conflict, Side } from '#editor/state/merge.ts';
import { useEditor } from '#editor/state/store.ts';
import { Button } from '#editor/ui/button.tsx';
import { Dialog } from '#editor/ui/dialog.tsx';
import type { Language } from '#editor/ui/moment.ts';

const keyOf = (c: Conflict) => `${c.kind} ${c.key}`;

/** What two people changed at once is asked, step by step; till then nothing is saved and nothing lost. */
export function Clash() {
  const t = useTranslations('chain');
  const fields = useTranslations('chain.settings');
  const language = useLocale() as Language;
  const clash = useEditor((s) => s.clash);
  const settle = useEditor((s) => s.settle);
  const steps = useEditor((s) => s.graph.steps);
  const [sides, setSides] = useState<Record<string, Side>>({});
  if (!clash) return null;
  const nameOf = (id: string) => {
    const step = [...steps, ...clash.graph.steps].find((s) => s.id === id);
    return step ? cardOf(step, language).title : id;
  };
  const subject = ({ kind, key }: Conflict) =>
    t(`clash.${kind}`, {
      name: kind === 'step' || kind === 'edge' ? nameOf(key.split(' ')[0]!) : kind === 'head' ? fields(key) : key,
    });
  return (
    <Dialog open title={t('clash.title')} description={t('clash.what')}>
      <div className="grid gap-4">
        {clash.conflicts.map((conflict) => (
          <fieldset key={keyOf(conflict)} className="grid gap-2 rounded-lg border p-3">
            <legend className="px-1 font-medium text-sm">{subject(conflict)}</legend>
            {(['mine', 'theirs'] as const).map((side) => (
              <label key={side} className="flex items-start gap-2 text-sm">
                <input
                  type="radio"
                  name={keyOf(conflict)}
                  className="mt-1 accent-primary"
                  checked={(sides[keyOf(conflict)] ?? 'mine') === side}
                  onChange={() => setSides((before) => ({ ...before, [keyOf(conflict)]: side }))}
                />
                <span className="min-w-0">
                  <span className="block font-medium">{t(`clash.${side}`)}</span>
                  <Said conflict={conflict} side={side} nameOf={nameOf} />
                </span>
              </label>
            ))}
          </fieldset>
        ))}
      </div>
      <Button
        look="primary"
        onClick={() => {
          settle((conflict) => sides[keyOf(conflict)] ?? 'mine');
          setSides({});
        }}
      >
        {t('clash.keep')}
      </Button>
    </Dialog>
  );
}

/** What one side holds, of a step only where the two differ, field by field. */
function Said({ conflict, side, nameOf }: { conflict: Conflict; side: Side; nameOf: (id: string) => string }) {
  const t = useTranslations('chain');
  const tongue = useTongue(useEditor((s) => s.graph));
  const { kind, key } = conflict;
  const [own, other] = side === 'mine' ? [conflict.mine, conflict.theirs] : [conflict.theirs, conflict.mine];
  if (own === undefined || own === null) return <Line text={t('clash.gone')} />;
  switch (kind) {
    case 'edge':
      return <Line text={`→ ${nameOf((own as { to: string }).to)}`} />;
    case 'note':
      return <Line text={short((own as { text: string }).text)} />;
    case 'param':
      return <Line text={scalar((own as [string, { value: unknown }])[1].value, tongue) ?? t('clash.none')} />;
    case 'head':
      return <Line text={short(headTold(key, (own as [string, unknown])[1], tongue) ?? t('clash.none'))} />;
    case 'step': {
      const [mine, theirs] = [own as GraphStep, other as GraphStep | null | undefined];
      if (!theirs) {
        const whole = sentenceOf(mine, tongue.say, tongue.ask, tongue.names);
        return <Line text={whole.map(({ text }) => text).join('')} />;
      }
      return differenceTold(mine, theirs, tongue).map(({ key: field, name, before, words }) => (
        <Line key={field} name={name} text={words ? t('clash.own') : (before ?? t('clash.none'))} />
      ));
    }
  }
}

function Line({ name, text }: { name?: string; text: string }) {
  return (
    <span className="block break-words text-muted-foreground">
      {name === undefined ? '' : `${name} · `}
      {text}
    </span>
  );
}

const short = (text: string) => (text.length > 160 ? `${text.slice(0, 160)}…` : text);
