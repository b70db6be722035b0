'use client';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { type Conflict, type Side, same } from '#editor/state/merge.ts';
import { useEditor } from '#editor/state/store.ts';
import { Button } from '#editor/ui/button.tsx';
import { Dialog } from '#editor/ui/dialog.tsx';

const keyOf = (c: Conflict) => `${c.kind} ${c.key}`;

/** What two people changed at once is asked, step by step; till then nothing is saved and nothing lost. */
export function Clash() {
  const t = useTranslations('chain');
  const clash = useEditor((s) => s.clash);
  const settle = useEditor((s) => s.settle);
  const steps = useEditor((s) => s.graph.steps);
  const [sides, setSides] = useState<Record<string, Side>>({});
  if (!clash) return null;
  const nameOf = (id: string) => steps.find((s) => s.id === id)?.label ?? id;
  const subject = ({ kind, key }: Conflict) =>
    t(`clash.${kind}`, { name: kind === 'step' || kind === 'edge' ? nameOf(key.split(' ')[0]!) : key });
  return (
    <Dialog open onOpenChange={() => undefined} title={t('clash.title')} description={t('clash.what')}>
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
                <span>
                  <span className="font-medium">{t(`clash.${side}`)}</span>{' '}
                  <span className="text-muted-foreground">{said(conflict, side, t('clash.gone'), nameOf)}</span>
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

/** Of a step only what differs. */
function said({ kind, mine, theirs }: Conflict, side: Side, gone: string, nameOf: (id: string) => string): string {
  const [own, other] = side === 'mine' ? [mine, theirs] : [theirs, mine];
  if (own === undefined || own === null) return gone;
  if (kind === 'edge') return `→ ${nameOf((own as { to: string }).to)}`;
  if (Array.isArray(own)) return short((own as unknown[])[1]);
  const flat = (value: unknown): Record<string, unknown> => {
    const { label, data = {}, text } = (value ?? {}) as { label?: string; data?: object; text?: string };
    return { ...(label === undefined ? {} : { label }), ...(text === undefined ? {} : { text }), ...data };
  };
  const [a, b] = [flat(own), flat(other)];
  const differing = Object.keys(a).filter((name) => !same(a[name], b[name]));
  return differing
    .map((name) => (name === 'label' || name === 'text' ? `« ${short(a[name])} »` : short(a[name])))
    .join(' · ');
}

function short(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > 90 ? `${text.slice(0, 90)}…` : text;
}
