import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { Keys } from '#editor/settings/keys.tsx';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('settings');
  return { title: t('section.keys') };
}

export default function KeysPage() {
  return <Keys />;
}
