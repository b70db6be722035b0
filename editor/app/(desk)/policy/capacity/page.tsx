import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { CapacityRoom } from '#editor/policy/capacity.tsx';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('policy');
  return { title: t('tabs.capacity') };
}

export default function Page() {
  return <CapacityRoom />;
}
