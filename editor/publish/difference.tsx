'use client';
import { Minus, Pencil, Plus } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { type GraphChange, graphDifference } from '#core/difference-graph.ts';
import type { Graph } from '#core/graph.ts';
import { cardOf } from '#editor/canvas/card.ts';
import { fieldSaid, valueSaid, type Word } from '#editor/publish/said.ts';
import type { Language } from '#editor/ui/moment.ts';

const SIGN = {
  added: Plus,
  linked: Plus,
  removed: Minus,
  unlinked: Minus,
  changed: Pencil,
  param: Pencil,
  chain: Pencil,
};

/** Nobody reads two whole messages in a list of changes. */
const LONG = /^content\.(html|text|body|languages\b.*|defaults)$/;

/** What changed between two drawings, a line a change; nothing where nothing did. */
export function Difference({ before, after }: { before: Graph | null; after: Graph }) {
  const t = useTranslations('publish');
  const panels = useTranslations('panels');
  const language = useLocale() as Language;
  const name = (id: string) => {
    const step = after.steps.find((s) => s.id === id) ?? before?.steps.find((s) => s.id === id);
    return step ? cardOf(step, language).title : id;
  };
  const word: Word = (kind, key) => (panels.has(`${kind}.${key}`) ? panels(`${kind}.${key}`) : null);
  const show = (value: unknown) =>
    value === null || value === '' ? t('none') : valueSaid(value, word, (on) => t(on ? 'yes' : 'no'));
  const line = (c: GraphChange): string => {
    switch (c.kind) {
      case 'added':
      case 'removed':
      case 'changed':
        return t(`changes.${c.kind}`, { name: name(c.step) });
      case 'linked':
      case 'unlinked':
        return t(`changes.${c.kind}`, { from: name(c.from), to: name(c.to) });
      case 'param':
        return t('changes.param', { name: c.name, before: show(c.before), after: show(c.after) });
      case 'chain':
        return t('changes.chain', { field: t(`fields.${c.field}`), before: show(c.before), after: show(c.after) });
    }
  };
  const changes = graphDifference(before, after);
  if (changes.length === 0) return null;
  return (
    <ul className="grid gap-1 text-sm">
      {changes.map((change) => {
        const Icon = SIGN[change.kind];
        return (
          <li key={JSON.stringify(change)} className="flex gap-2">
            <Icon aria-hidden className="mt-0.5 size-4 shrink-0 text-muted-foreground" />
            <div className="min-w-0">
              {line(change)}
              {change.kind === 'changed' ? (
                <ul className="text-muted-foreground text-xs">
                  {change.fields.map(({ field, before: was, after: is }) => (
                    <li key={field} className="break-words">
                      {LONG.test(field) ? (
                        t('changedText', { field: fieldSaid(field, word) })
                      ) : (
                        <>
                          {fieldSaid(field, word)}
                          {t('colon')}
                          <del>{show(was).slice(0, 160)}</del> → <ins>{show(is).slice(0, 160)}</ins>
                        </>
                      )}
                    </li>
                  ))}
                </ul>
              ) : null}
            </div>
          </li>
        );
      })}
    </ul>
  );
}
