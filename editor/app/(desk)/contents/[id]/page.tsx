import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { TemplatePage } from '#editor/contents/editor.tsx';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('contents');
  return { title: t('template') };
}

export default async function Template({ params }: { params: Promise<{ id: string }> }) {
  return <TemplatePage id={(await params).id} />;
}
