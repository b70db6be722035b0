import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { TestRoom } from '#editor/policy/tests.tsx';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('policy');
  return { title: t('tabs.test') };
}

export default function Page() {
  return <TestRoom />;
}
