'use client';
import { Search } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { useMemo, useState } from 'react';
import { type GalleryName, galleryGraph, galleryNames } from '#chains/index.ts';
import { useChannels, useSeenEvents } from '#editor/data/chains.ts';
import { GalleryCard } from '#editor/gallery/card.tsx';
import { Choose } from '#editor/gallery/choose.tsx';
import { Button } from '#editor/ui/button.tsx';
import { Empty } from '#editor/ui/card.tsx';
import { Input } from '#editor/ui/input.tsx';
import type { Language } from '#editor/ui/moment.ts';

/** Chains that people run, to begin with: what each does, what sets it off, and what is missing here for it. */
export function Gallery() {
  const t = useTranslations('gallery');
  const language = useLocale() as Language;
  const [search, setSearch] = useState('');
  const [chosen, setChosen] = useState<GalleryName | null>(null);
  const channels = useChannels().data?.items;
  const seen = useSeenEvents().data;
  const chains = useMemo(() => galleryNames.map((name) => ({ name, graph: galleryGraph(name, language) })), [language]);
  const plain = (text: string) =>
    text
      .normalize('NFD')
      .replaceAll(/[\u0300-\u036f]/g, '')
      .toLowerCase();
  const words = plain(search).split(/\s+/).filter(Boolean);
  const found = chains.filter(({ graph }) => {
    const text = plain(`${graph.name} ${graph.description ?? ''}`);
    return words.every((word) => text.includes(word));
  });
  const choice = chains.find(({ name }) => name === chosen);
  return (
    <div className="grid gap-4">
      <search className="relative w-full sm:w-72">
        <Search aria-hidden className="pointer-events-none absolute top-2.5 left-3 size-4 text-muted-foreground" />
        <Input
          type="search"
          aria-label={t('find')}
          placeholder={t('find')}
          className="pl-9"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
      </search>
      {found.length === 0 ? (
        <Empty title={t('nothing')} action={<Button onClick={() => setSearch('')}>{t('showAll')}</Button>} />
      ) : (
        <ul className="grid gap-4 sm:grid-cols-2 xl:grid-cols-3">
          {found.map(({ name, graph }) => (
            <GalleryCard key={name} {...{ graph, channels, seen }} onChoose={() => setChosen(name)} />
          ))}
        </ul>
      )}
      {choice ? <Choose graph={choice.graph} onClose={() => setChosen(null)} /> : null}
    </div>
  );
}
