import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { Contents as Room } from '#editor/contents/contents.tsx';
import { Page } from '#editor/ui/page.tsx';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('desk');
  return { title: t('rooms.contents') };
}

export default async function Contents({ searchParams }: { searchParams: Promise<{ tab?: string | string[] }> }) {
  const t = await getTranslations('desk');
  const { tab } = await searchParams;
  return (
    <Page title={t('rooms.contents')}>
      <Room tab={typeof tab === 'string' ? tab : undefined} />
    </Page>
  );
}
