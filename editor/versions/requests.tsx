'use client';
import { useLocale, useTranslations } from 'next-intl';
import type { PublishingState } from '#api/routes/publishing.ts';
import { Badge, Card } from '#editor/ui/card.tsx';
import { type Language, momentIn } from '#editor/ui/moment.ts';

const TONE = { approved: 'success', rejected: 'danger', replaced: 'plain', pending: 'warning' } as const;

/** Who asked for publication, and what was answered: whoever was declined reads why. */
export function Requests({ requests, zone }: { requests: PublishingState['requests']; zone: string }) {
  const t = useTranslations('publish');
  const language = useLocale() as Language;
  if (requests.length === 0) return null;
  return (
    <Card className="grid gap-3 p-4">
      <h2 className="font-semibold text-sm">{t('requests')}</h2>
      <ul className="grid gap-2 text-sm">
        {requests.map((request) => (
          <li key={request.id} className="grid gap-0.5">
            <p className="flex flex-wrap items-center gap-2">
              <Badge tone={TONE[request.answer ?? 'pending']}>{t(`answers.${request.answer ?? 'pending'}`)}</Badge>
              <span>{request.wish.note ?? t('noNote')}</span>
            </p>
            <p className="text-muted-foreground text-xs">
              {[
                t('by', { by: request.requestedByName ?? request.requestedBy }),
                momentIn(language, zone, request.at),
              ].join(' · ')}
            </p>
            {request.reason ? <p>{t('rejected', { reason: request.reason })}</p> : null}
          </li>
        ))}
      </ul>
    </Card>
  );
}
