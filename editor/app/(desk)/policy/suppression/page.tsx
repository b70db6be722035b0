import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { SuppressionRoom } from '#editor/suppression/room.tsx';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('policy');
  return { title: t('tabs.suppression') };
}

export default function Page() {
  return <SuppressionRoom />;
}
