import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { Company } from '#editor/settings/company.tsx';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('settings');
  return { title: t('section.company') };
}

export default function CompanyPage() {
  return <Company />;
}
