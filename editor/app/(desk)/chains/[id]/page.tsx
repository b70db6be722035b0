import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { Workbench } from '#editor/canvas/workbench.tsx';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('chain');
  return { title: t('tabs.drawing') };
}

export default function Drawing() {
  return <Workbench />;
}
