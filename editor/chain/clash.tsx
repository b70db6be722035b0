'use client';
import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { cardOf, whenWords } from '#editor/canvas/card.ts';
import { type Conflict, type Side, same } from '#editor/state/merge.ts';
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
  const fields = useTranslations('panels.fields');
  const language = useLocale() as Language;
  const { kind } = conflict;
  const [own, other] = side === 'mine' ? [conflict.mine, conflict.theirs] : [conflict.theirs, conflict.mine];
  if (own === undefined || own === null) return <Line text={t('clash.gone')} />;
  if (kind === 'edge') return <Line text={`→ ${nameOf((own as { to: string }).to)}`} />;
  if (Array.isArray(own)) {
    const [, value] = own as [string, unknown];
    return <Line text={shown((value as { value?: unknown } | null)?.value ?? value) ?? '…'} />;
  }
  const [a, b] = [flat(own), flat(other)];
  const differing = [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((name) => !same(a[name], b[name]));
  return differing.map((name) => {
    const value = name === 'when' ? whenWords(a[name] as never, language) : shown(a[name]);
    const said = a[name] === undefined ? t('clash.none') : value || t('clash.own');
    return <Line key={name} text={said} name={fields.has(name) ? fields(name) : name} />;
  });
}

function Line({ name, text }: { name?: string; text: string }) {
  return (
    <span className="block break-words text-muted-foreground">
      {name === undefined ? '' : `${name} · `}
      {text}
    </span>
  );
}

/** Label and text of a note, the data of a step, and of a content each of its parts. */
function flat(value: unknown): Record<string, unknown> {
  const { label, data = {}, text } = (value ?? {}) as { label?: string; data?: Record<string, unknown>; text?: string };
  const { content, ...rest } = data;
  const parts = typeof content === 'object' && content !== null ? content : {};
  return { ...(label === undefined ? {} : { label }), ...(text === undefined ? {} : { text }), ...rest, ...parts };
}

/** Only what people write themselves; nothing where it would take more than a line to say. */
function shown(value: unknown): string | undefined {
  if (typeof value === 'object' || value === undefined) return undefined;
  const text = String(value);
  return text.length > 120 ? `${text.slice(0, 120)}…` : text;
}
