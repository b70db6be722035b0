import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { Page } from '#editor/ui/page.tsx';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('desk');
  return { title: t('rooms.chains') };
}

export default async function Chains() {
  const t = await getTranslations('desk');
  return <Page title={t('rooms.chains')}>{null}</Page>;
}
