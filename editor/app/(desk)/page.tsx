import Link from 'next/link';
import { getTranslations } from 'next-intl/server';
import { Button } from '#editor/ui/button.tsx';
import { Empty } from '#editor/ui/card.tsx';
import { Page } from '#editor/ui/page.tsx';

export default async function Home() {
  const t = await getTranslations('desk');
  return (
    <Page title={t('rooms.home')}>
      <Empty
        title={t('begin')}
        action={
          <Button look="primary" asChild>
            <Link href="/chains">{t('rooms.chains')}</Link>
          </Button>
        }
      >
        {t('beginText')}
      </Empty>
    </Page>
  );
}
