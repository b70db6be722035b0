import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { Messages } from '#editor/contents/messages.tsx';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('contents');
  return { title: t('messages.title') };
}

export default function ChainMessages() {
  return <Messages />;
}
