import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { Operations } from '#editor/operations/operations.tsx';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('desk');
  return { title: t('rooms.operations') };
}

export default async function Page({ searchParams }: { searchParams: Promise<{ tab?: string | string[] }> }) {
  const { tab } = await searchParams;
  return <Operations tab={typeof tab === 'string' ? tab : undefined} />;
}
