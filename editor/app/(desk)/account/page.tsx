import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { Account } from '#editor/account/account.tsx';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('desk');
  return { title: t('account') };
}

export default function AccountPage() {
  return <Account />;
}
