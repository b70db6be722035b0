import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { TryOutRoom } from '#editor/tryout/tryout.tsx';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('chain');
  return { title: t('tabs.try-out') };
}

export default function Page() {
  return <TryOutRoom />;
}
