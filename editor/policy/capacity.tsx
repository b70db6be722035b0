'use client';
import { useLocale, useTranslations } from 'next-intl';
import type { CapacityUses } from '#api/routes/capacity.ts';
import { useMe } from '#editor/data/me.ts';
import { useCapacity } from '#editor/data/policy.ts';
import { Rules } from '#editor/policy/rules.tsx';
import { cn } from '#editor/ui/class.ts';
import { type Language, momentIn, numberIn } from '#editor/ui/moment.ts';

/** What can be made in an hour and a day, and how much of it is used up now. */
export function CapacityRoom() {
  const t = useTranslations('policy');
  const uses = useCapacity().data?.uses;
  return (
    <div className="grid gap-4">
      <p className="max-w-prose text-muted-foreground text-sm">{t('capacity.what')}</p>
      <Rules
        kinds={['capacity']}
        beneath={(rule) => {
          const own = uses?.filter((use) => use.rule === rule.id) ?? [];
          return own.length > 0 ? <Uses uses={own} /> : null;
        }}
      />
    </div>
  );
}

function Uses({ uses }: { uses: CapacityUses['uses'] }) {
  const t = useTranslations('policy');
  const language = useLocale() as Language;
  const zone = useMe().data?.company.zone ?? 'UTC';
  return (
    <ul className="grid w-full gap-2 pt-1 sm:grid-cols-2">
      {uses.map(({ span, limit, used, until }) => {
        const share = limit === 0 ? 1 : Math.min(1, used / limit);
        const counted = { used: numberIn(language, used), limit: numberIn(language, limit) };
        return (
          <li key={span} className="grid gap-1">
            <span className="text-foreground">
              {t(`capacity.${span}`, counted)}{' '}
              <span className="text-muted-foreground">
                {t('capacity.until', { at: momentIn(language, zone, until) })}
              </span>
            </span>
            <span aria-hidden className="h-1.5 overflow-hidden rounded-full bg-muted">
              <span
                className={cn('block h-full rounded-full', share >= 1 ? 'bg-danger' : 'bg-primary')}
                style={{ width: `${share * 100}%` }}
              />
            </span>
          </li>
        );
      })}
    </ul>
  );
}
