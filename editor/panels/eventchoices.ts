/** Events as pickers offer them. */
'use client';
import { useTranslations } from 'next-intl';
import { offered, type SeenEvent } from '#editor/data/catalogue.ts';
import type { Choice } from '#editor/panels/combo.tsx';
import { useSay } from '#editor/panels/names.ts';
import { wellKnown } from '#editor/panels/sentence.ts';

/** Events to choose from: what marketers call them, and how often each was seen. */
export function useEventChoices(): (seen: readonly SeenEvent[] | undefined) => Choice[] {
  const t = useTranslations('panels');
  const say = useSay('sentences');
  return (seen) =>
    offered(seen ?? []).map(({ name, count }) => {
      const told = wellKnown(name, say);
      const often = count > 0 ? t('seenTimes', { n: count }) : t('notYetSeen');
      return { value: name, hint: told ? `${told} · ${often}` : often };
    });
}
