import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { CustomerProfile } from '#editor/customers/profile.tsx';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('desk');
  return { title: t('rooms.customers') };
}

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  return <CustomerProfile id={(await params).id} />;
}
