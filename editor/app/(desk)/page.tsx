import { getTranslations } from 'next-intl/server';
import { Page } from '#editor/ui/page.tsx';

export default async function Home() {
  const t = await getTranslations('desk');
  return <Page title={t('rooms.home')}>{null}</Page>;
}
