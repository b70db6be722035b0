import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { ConsentRoom } from '#editor/consent/room.tsx';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('policy');
  return { title: t('tabs.consents') };
}

export default function Page() {
  return <ConsentRoom />;
}
