'use client';
import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { Skeleton } from '#editor/ui/card.tsx';
import { Page } from '#editor/ui/page.tsx';

// Twenty chains with their texts: the frame of the page does not wait for them.
const Gallery = dynamic(() => import('#editor/gallery/gallery.tsx').then((m) => m.Gallery), {
  ssr: false,
  loading: () => <Skeleton className="h-96" />,
});

export function GalleryRoom() {
  const t = useTranslations('gallery');
  return (
    <Page title={t('title')}>
      <p className="-mt-4 mb-6 max-w-prose text-muted-foreground text-sm">{t('what')}</p>
      <Gallery />
    </Page>
  );
}
