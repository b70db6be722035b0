import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { ResultsRoom } from '#editor/results/results.tsx';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('chain');
  return { title: t('tabs.results') };
}

export default function Page() {
  return <ResultsRoom />;
}
