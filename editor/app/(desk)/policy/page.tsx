import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { Pressure } from '#editor/policy/pressure.tsx';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('desk');
  return { title: t('rooms.policy') };
}

export default function Page() {
  return <Pressure />;
}
