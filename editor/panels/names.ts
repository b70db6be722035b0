/** What steps, chains and templates are called, and the words that sentences are made of. */
'use client';
import { useLocale, useTranslations } from 'next-intl';
import type { Graph } from '#core/graph.ts';
import { useChainNames } from '#editor/data/catalogue.ts';
import { useTemplates } from '#editor/data/contents.ts';
import type { Names, Say } from '#editor/panels/phrase.ts';
import { triggerOf } from '#editor/panels/pickers.tsx';

export function useNames(graph: Graph): Names {
  const lang = useLocale() === 'fr' ? 'fr' : 'en';
  const chains = useChainNames();
  const templates = useTemplates({ withdrawn: false }).data?.items;
  return {
    lang,
    step: (id) => graph.steps.find((step) => step.id === id)?.label || id,
    chain: (number) => chains?.find((chain) => chain.number === number)?.name ?? (number ? `#${number}` : ''),
    template: (id) => templates?.find((template) => template.id === id)?.name ?? '…',
    trigger: triggerOf(graph),
  };
}

/** '' for what there are no words for. */
export function useSay(room: 'sentences' | 'condition'): Say {
  const t = useTranslations(room) as unknown as { (key: string, values?: object): string; has(key: string): boolean };
  return (key, values) => (t.has(key) ? t(key, values) : '');
}
