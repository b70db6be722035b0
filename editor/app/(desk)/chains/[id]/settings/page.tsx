import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { ChainSettings } from '#editor/chain/settings.tsx';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('chain');
  return { title: t('tabs.settings') };
}

export default function Settings() {
  return <ChainSettings />;
}
