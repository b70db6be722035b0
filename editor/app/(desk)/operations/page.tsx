import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { Empty } from '#editor/ui/card.tsx';
import { Page } from '#editor/ui/page.tsx';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('desk');
  return { title: t('rooms.operations') };
}

export default async function Operations() {
  const t = await getTranslations('desk');
  return (
    <Page title={t('rooms.operations')}>
      <Empty title={t('notYet')} />
    </Page>
  );
}
