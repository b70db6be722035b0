/** What steps, chains and templates are called, and the words that sentences are made of. */
'use client';
import { useLocale, useTranslations } from 'next-intl';
import type { Graph } from '#core/graph.ts';
import { cardOf } from '#editor/canvas/card.ts';
import { useBrands, useChainNames } from '#editor/data/catalogue.ts';
import { useOffers, useTemplates, useTopics } from '#editor/data/contents.ts';
import type { Names, Say } from '#editor/panels/phrase.ts';
import type { Tongue } from '#editor/panels/told.ts';
import { triggerOf } from '#editor/panels/trigger.ts';

export function useNames(graph: Graph): Names {
  const lang = useLocale() === 'fr' ? 'fr' : 'en';
  const chains = useChainNames();
  const templates = useTemplates({ withdrawn: false }).data?.items;
  return {
    lang,
    step: (id) => {
      const step = graph.steps.find((one) => one.id === id);
      return step ? cardOf(step, lang).title : id;
    },
    chain: (number) => chains?.find((chain) => chain.number === number)?.name ?? (number ? `#${number}` : ''),
    template: (id) => templates?.find((template) => template.id === id)?.name ?? '…',
    trigger: triggerOf(graph),
  };
}

/** '' for what there are no words for. */
export function useSay(room: 'sentences' | 'condition' | 'panels'): Say {
  const t = useTranslations(room) as unknown as { (key: string, values?: object): string; has(key: string): boolean };
  return (key, values) => (t.has(key) ? t(key, values) : '');
}

/** All that it takes to tell what has changed in a step. */
export function useTongue(graph: Graph): Tongue {
  const names = useNames(graph);
  const [offers, topics, brands] = [useOffers().data?.items, useTopics().data?.items, useBrands()];
  const named = (field: string, id: string) => {
    if (field === 'brand') return brands?.find((brand) => brand.id === id)?.name ?? id;
    const known = { offer: offers, topics }[field]?.find((one) => one.id === id)?.names;
    return known?.[names.lang] ?? Object.values(known ?? {})[0] ?? id;
  };
  return { form: useSay('panels'), say: useSay('sentences'), ask: useSay('condition'), names: { ...names, named } };
}
