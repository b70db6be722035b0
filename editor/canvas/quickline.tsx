'use client';
import { useLocale, useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import { addQuick } from '#editor/canvas/deeds.ts';
import { type Quick, readQuick, type Said } from '#editor/state/quick.ts';
import { useEditor } from '#editor/state/store.ts';
import { Button } from '#editor/ui/button.tsx';
import { Input } from '#editor/ui/input.tsx';

/** A step a line; it stays open for the next one until Escape. */
export function QuickLine({ events, onClose }: { events: readonly string[]; onClose: () => void }) {
  const t = useTranslations('canvas');
  const mark = useLocale() === 'fr' ? 'J' : 'D';
  const [line, setLine] = useState('');
  const input = useRef<HTMLInputElement>(null);
  const params = useEditor((s) => s.graph.params);
  const kind = useEditor((s) => s.graph.class);
  const quick = readQuick(line, { events, params: Object.keys(params), class: kind });
  const words = ({ key, value = '' }: Said) => t(`quick.${key}`, { value: key === 'date' ? mark + value : value });
  const add = (found: Quick | null) => {
    if (!found) return;
    addQuick(found);
    setLine('');
    input.current?.focus();
  };
  useEffect(() => input.current?.focus(), []);
  return (
    <form
      className="absolute inset-x-3 bottom-10 z-10 mx-auto grid max-w-xl gap-2 rounded-xl border bg-card p-3 shadow-raised"
      onSubmit={(event) => {
        event.preventDefault();
        add(quick);
      }}
      onKeyDown={(event) => event.key === 'Escape' && onClose()}
    >
      <div className="flex gap-2">
        <Input
          ref={input}
          aria-label={t('quickLine')}
          aria-describedby="quick-said"
          autoComplete="off"
          value={line}
          placeholder={t('quickPlaceholder')}
          onChange={(event) => setLine(event.target.value)}
        />
        <Button type="submit" look="primary" disabled={!quick}>
          {t('add')}
        </Button>
        <Button look="ghost" onClick={onClose}>
          {t('done')}
        </Button>
      </div>
      <p id="quick-said" aria-live="polite" className="min-h-4 text-muted-foreground text-xs">
        {quick ? quick.said.map(words).join(' · ') : line.trim() ? t('quickUnknown') : t('quickHelp')}
      </p>
    </form>
  );
}
