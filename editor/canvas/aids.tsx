'use client';
import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import type { Language } from '#core/wording/index.ts';
import { cardOf, inReadingOrder } from '#editor/canvas/card.ts';
import { KEYS } from '#editor/canvas/keys.ts';
import { useEditor } from '#editor/state/store.ts';
import { Button } from '#editor/ui/button.tsx';
import { Dialog } from '#editor/ui/dialog.tsx';
import { Input } from '#editor/ui/input.tsx';

export function KeyHelp({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = useTranslations('canvas');
  const command = /Mac|iP(hone|ad)/.test(navigator.platform);
  const named = (key: string) =>
    t.has(`keyNames.${key}`) ? t(`keyNames.${key}`) : command ? key.replace('Ctrl', '⌘') : key;
  return (
    <Dialog open={open} onOpenChange={(next) => !next && onClose()} title={t('keys.help')}>
      <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-2 text-sm">
        {KEYS.map(([name, key]) => (
          <div key={name} className="contents">
            <dt>
              <kbd className="rounded border bg-muted px-1.5 py-0.5 font-sans text-xs">{named(key)}</kbd>
            </dt>
            <dd>{t(`keys.${name}`)}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}

/** Enter goes from one step found to the next. */
export function StepSearch({ onShow, onClose }: { onShow: (id: string) => void; onClose: () => void }) {
  const t = useTranslations('canvas');
  const language = useLocale() as Language;
  const graph = useEditor((s) => s.graph);
  const [text, setText] = useState('');
  const [at, setAt] = useState(-1);
  const wanted = text.trim().toLowerCase();
  const found = wanted
    ? inReadingOrder(graph).filter((step) => {
        const card = cardOf(step, language);
        return `${card.chip} ${card.title} ${card.detail} ${t(`sign.${card.sign}`)}`.toLowerCase().includes(wanted);
      })
    : [];
  return (
    <form
      className="absolute top-3 right-3 z-10 flex items-center gap-2 rounded-xl border bg-card p-2 shadow-raised"
      onSubmit={(event) => {
        event.preventDefault();
        if (found.length === 0) return;
        const next = (at + 1) % found.length;
        setAt(next);
        onShow(found[next]!.id);
      }}
      onKeyDown={(event) => event.key === 'Escape' && onClose()}
    >
      <Input
        autoFocus
        aria-label={t('keys.find')}
        value={text}
        className="w-48"
        onChange={(event) => {
          setText(event.target.value);
          setAt(-1);
        }}
      />
      <span aria-live="polite" className="min-w-12 text-muted-foreground text-xs tabular-nums">
        {wanted ? `${Math.min(at + 1, found.length)} / ${found.length}` : ''}
      </span>
      <Button type="submit" size="small" disabled={found.length === 0}>
        {t('next')}
      </Button>
      <Button look="ghost" size="small" onClick={onClose}>
        {t('done')}
      </Button>
    </form>
  );
}
