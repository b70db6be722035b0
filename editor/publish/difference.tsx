'use client';
import { Minus, Pencil, Plus } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type GraphChange, graphDifference } from '#core/difference-graph.ts';
import type { Graph } from '#core/graph.ts';
import { cardOf } from '#editor/canvas/card.ts';
import { useTongue } from '#editor/panels/names.ts';
import { differenceTold, headTold, scalar, type Told } from '#editor/panels/told.ts';
import { portLabel } from '#editor/watch/overlay.ts';

const SIGN = {
  added: Plus,
  linked: Plus,
  removed: Minus,
  unlinked: Minus,
  changed: Pencil,
  param: Pencil,
  chain: Pencil,
};

/** What changed between two drawings, a line a change; nothing where nothing did. */
export function Difference({ before, after }: { before: Graph | null; after: Graph }) {
  const t = useTranslations('publish');
  const tongue = useTongue(after);
  const language = tongue.names.lang;
  const stepIn = (graph: Graph | null, id: string) => graph?.steps.find((s) => s.id === id);
  const called = (id: string, port?: string) => {
    const step = stepIn(after, id) ?? stepIn(before, id);
    if (!step) return id;
    const { title } = cardOf(step, language);
    const way = port === undefined ? '' : portLabel(step, port, language);
    return way ? t('changes.way', { name: title, port: way }) : title;
  };
  const show = (value: string | null) => value || t('none');
  const line = (c: GraphChange): string => {
    switch (c.kind) {
      case 'added':
      case 'removed':
      case 'changed':
        return t(`changes.${c.kind}`, { name: called(c.step) });
      case 'linked':
      case 'unlinked':
        return t(`changes.${c.kind}`, { from: called(c.from, c.port), to: called(c.to) });
      case 'param': {
        const [was, is] = [scalar(c.before, tongue), scalar(c.after, tongue)];
        return t('changes.param', { name: c.name, before: show(was), after: show(is) });
      }
      case 'chain': {
        const [was, is] = [headTold(c.field, c.before, tongue), headTold(c.field, c.after, tongue)];
        return t('changes.chain', { field: t(`fields.${c.field}`), before: show(was), after: show(is) });
      }
    }
  };
  const parts = ({ step }: { step: string }): Told[] => {
    const [was, is] = [stepIn(before, step), stepIn(after, step)];
    return was && is ? differenceTold(was, is, tongue) : [];
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
                  {parts(change).map((told) => (
                    <li key={told.key} className="break-words">
                      {told.words ? (
                        t('changedText', { field: told.name })
                      ) : (
                        <>
                          {told.name}
                          {t('colon')}
                          <del>{show(told.before)}</del> → <ins>{show(told.after)}</ins>
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
