import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { Home } from '#editor/home/home.tsx';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('desk');
  return { title: t('rooms.home') };
}

export default function Page() {
  return <Home />;
}
