'use client';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useMoments } from '#editor/customers/words.ts';
import { ApiProblem } from '#editor/data/api.ts';
import { useWhy } from '#editor/data/customers.ts';

/** Folded beneath a contact: why it was sent, postponed or not sent. Asked for when it is opened. */
export function Why({ touch, title }: { touch: string; title: string }) {
  const t = useTranslations('customers');
  const desk = useTranslations('desk');
  const { language } = useMoments();
  const [open, setOpen] = useState(false);
  const why = useWhy(touch, language, open);
  const gone = why.error instanceof ApiProblem && why.error.code === 'record_gone';
  return (
    <details className="mt-1 text-sm" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="cursor-pointer text-primary text-xs">{title}</summary>
      <div className="mt-1 grid gap-1 border-l-2 pl-3" aria-live="polite">
        {why.data ? (
          <>
            <p>{why.data.sentence}</p>
            <p className="text-muted-foreground text-xs">
              {why.data.rules
                .map(({ rule, verdict }) =>
                  verdict === 'pass' ? t(`rules.${rule}`) : `${t(`rules.${rule}`)} (${t(`verdicts.${verdict}`)})`,
                )
                .join(' · ')}
            </p>
          </>
        ) : (
          <p className="text-muted-foreground">
            {why.error ? (gone ? t('timeline.whyGone') : saidBy(why.error, desk)) : t('timeline.whyLoading')}
          </p>
        )}
      </div>
    </details>
  );
}

function saidBy(error: Error, desk: ReturnType<typeof useTranslations>): string {
  return error instanceof ApiProblem && error.status > 0 ? error.message : desk('unreachable');
}
