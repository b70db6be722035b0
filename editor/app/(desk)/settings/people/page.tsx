import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { People } from '#editor/settings/people.tsx';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('settings');
  return { title: t('section.people') };
}

export default function PeoplePage() {
  return <People />;
}
