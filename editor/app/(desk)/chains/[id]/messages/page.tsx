import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { Messages } from '#editor/contents/messages.tsx';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('contents');
  return { title: t('messages.title') };
}

export default async function ChainMessages({ params }: { params: Promise<{ id: string }> }) {
  return <Messages id={(await params).id} />;
}
