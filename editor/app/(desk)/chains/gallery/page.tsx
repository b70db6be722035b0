import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { GalleryRoom } from '#editor/gallery/room.tsx';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('gallery');
  return { title: t('title') };
}

export default function GalleryPage() {
  return <GalleryRoom />;
}
