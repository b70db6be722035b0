import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { LawRoom } from '#editor/policy/law.tsx';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('policy');
  return { title: t('tabs.law') };
}

export default function Page() {
  return <LawRoom />;
}
