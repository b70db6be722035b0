import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { ChainList } from '#editor/chains/list.tsx';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('desk');
  return { title: t('rooms.chains') };
}

export default function Chains() {
  return <ChainList />;
}
