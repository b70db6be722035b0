import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { History } from '#editor/policy/history.tsx';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('policy');
  return { title: t('tabs.history') };
}

export default function Page() {
  return <History />;
}
