'use client';
import { MapPinOff } from 'lucide-react';
import Link from 'next/link';
import { useLocale, useTranslations } from 'next-intl';
import { useMissingPlaces } from '#editor/data/consent.ts';
import { useNames } from '#editor/data/policy.ts';
import { Card, Notice, Skeleton } from '#editor/ui/card.tsx';
import { type Language, numberIn } from '#editor/ui/moment.ts';

const KNOWN = ['phone', 'postal', 'country', 'nothing'] as const;

/** Whom calls and SMS cannot reach, for nothing says where they are. */
export function Missing() {
  const t = useTranslations('policy');
  const language = useLocale() as Language;
  const missing = useMissingPlaces(true);
  const sample = missing.data?.sample ?? [];
  const names = useNames(sample, true).data;
  if (missing.isPending) return <Skeleton className="h-24" />;
  if (missing.isError) return <Notice tone="danger">{missing.error.message}</Notice>;
  const { customers, byKnown } = missing.data;
  return (
    <Card aria-labelledby="missing" className="grid gap-3">
      <h2 id="missing" className="flex items-center gap-2 font-semibold">
        <MapPinOff aria-hidden className="size-4 text-muted-foreground" />
        {t('missing.title')}
      </h2>
      <p className="text-sm">{t('missing.count', { customers })}</p>
      {customers > 0 ? (
        <>
          <ul className="flex flex-wrap gap-x-5 gap-y-1 text-muted-foreground text-sm">
            {KNOWN.filter((known) => byKnown[known] > 0).map((known) => (
              <li key={known}>
                <span className="font-medium text-foreground tabular-nums">{numberIn(language, byKnown[known])}</span>{' '}
                {t(`missing.${known}`)}
              </li>
            ))}
          </ul>
          <details className="text-sm">
            <summary className="cursor-pointer text-primary">{t('missing.who', { count: sample.length })}</summary>
            <ul className="mt-2 flex flex-wrap gap-x-4 gap-y-1">
              {sample.map((id, i) => (
                <li key={id}>
                  <Link href={`/customers/${id}`} className="text-primary underline underline-offset-4">
                    {names?.get(id) ?? t('nameless', { number: i + 1 })}
                  </Link>
                </li>
              ))}
            </ul>
          </details>
          <p className="text-muted-foreground text-xs">{t('missing.mend')}</p>
        </>
      ) : null}
    </Card>
  );
}
