import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { VersionsRoom } from '#editor/versions/versions.tsx';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('chain');
  return { title: t('tabs.versions') };
}

export default function Page() {
  return <VersionsRoom />;
}
