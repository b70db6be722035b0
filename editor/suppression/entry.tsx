'use client';
import { useLocale, useTranslations } from 'next-intl';
import type { Suppression } from '#editor/data/consent.ts';
import { useMe } from '#editor/data/me.ts';
import { Badge } from '#editor/ui/card.tsx';
import { type Language, momentIn } from '#editor/ui/moment.ts';

export const REASONS = ['hard_bounce', 'soft_bounces', 'complaint', 'manual', 'invalid', 'erased'] as const;
export const KINDS = ['email', 'phone', 'postal'] as const;

/** Why, and what of it goes on. */
export function Reason({ suppression: { reason, also } }: { suppression: Suppression }) {
  const t = useTranslations('suppression');
  return (
    <>
      <Badge tone={reason === 'complaint' ? 'danger' : 'plain'}>{t(`reason.${reason}`)}</Badge>
      {also ? <Badge className="ml-1">{t(`reason.${also}`)}</Badge> : null}
      <p className="mt-1 text-muted-foreground text-xs">
        {t(!also && (reason === 'complaint' || reason === 'erased') ? 'serviceGoes' : 'nothingGoes')}
      </p>
    </>
  );
}

export function Since({ suppression: { at, byName } }: { suppression: Suppression }) {
  const language = useLocale() as Language;
  const zone = useMe().data?.company.zone ?? 'UTC';
  return (
    <>
      {momentIn(language, zone, at)}
      {byName ? <span className="block text-muted-foreground text-xs">{byName}</span> : null}
    </>
  );
}
