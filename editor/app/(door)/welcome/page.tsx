import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { Welcome } from '#editor/door/welcome.tsx';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('door');
  return { title: t('welcome') };
}

export default function WelcomePage() {
  return <Welcome />;
}
