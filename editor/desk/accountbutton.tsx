'use client';
import { CircleUserRound } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ComponentProps } from 'react';

export function AccountButton({ name, ...props }: ComponentProps<'button'> & { name: string | undefined }) {
  const t = useTranslations('desk');
  return (
    <button
      type="button"
      aria-haspopup="menu"
      className="flex items-center gap-3 rounded-md px-1.5 py-2 md:px-2.5 text-left text-sm hover:bg-muted"
      {...props}
    >
      <CircleUserRound aria-hidden className="size-4 shrink-0" />
      <span className="sr-only truncate md:not-sr-only">{name ?? t('account')}</span>
    </button>
  );
}
