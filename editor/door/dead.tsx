'use client';
import { useTranslations } from 'next-intl';
import { Door } from '#editor/door/frame.tsx';
import { Button } from '#editor/ui/button.tsx';
import { Skeleton } from '#editor/ui/card.tsx';

/** A link that was used, is too old, or never was. */
export function DeadLink() {
  const t = useTranslations('door');
  return (
    <Door title={t('deadLink')} text={t('deadLinkText')}>
      <Button asChild>
        <a href="/sign-in">{t('signIn')}</a>
      </Button>
    </Door>
  );
}

export function WaitingDoor({ title }: { title: string }) {
  return (
    <Door title={title}>
      <Skeleton className="h-48" />
    </Door>
  );
}
