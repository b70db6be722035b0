import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { Audit } from '#editor/settings/audit.tsx';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('settings');
  return { title: t('section.audit') };
}

export default function AuditPage() {
  return <Audit />;
}
