import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { Attributes } from '#editor/settings/attributes.tsx';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('settings');
  return { title: t('section.attributes') };
}

export default function AttributesPage() {
  return <Attributes />;
}
