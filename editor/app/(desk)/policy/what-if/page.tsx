import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { WhatIfRoom } from '#editor/policy/whatif.tsx';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('policy');
  return { title: t('tabs.whatif') };
}

export default function Page() {
  return <WhatIfRoom />;
}
