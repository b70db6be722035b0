'use client';
import { CircleCheck, CircleDashed } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { Home } from '#editor/data/home.ts';
import { useMe } from '#editor/data/me.ts';
import { roomAt } from '#editor/desk/rooms.ts';
import { Button } from '#editor/ui/button.tsx';
import { Card } from '#editor/ui/card.tsx';
import { cn } from '#editor/ui/class.ts';

type Item = NonNullable<Home['checklist']>[number];

const WHERE: Record<Item['item'], string> = {
  ...{ drawn: '/chains', received: '/operations', channel: '/operations?tab=outbox', tested: '/customers' },
  published: '/chains',
};

/** Five lines that tick themselves: nobody can tick them, for they are facts. */
export function Steps({ items, hide }: { items: readonly Item[]; hide: (() => void) | null }) {
  const t = useTranslations('home');
  const mays = useMe().data?.may;
  // A page that is not theirs would be a dead end.
  const may = (href: string) => {
    const needs = roomAt(href.split('?')[0]!)?.needs;
    return needs !== undefined && (mays?.includes(needs) ?? false);
  };
  return (
    <Card aria-labelledby="steps" className="grid content-start gap-3">
      <div className="flex items-baseline justify-between gap-2">
        <h2 id="steps" className="font-semibold">
          {t('checklist')}
        </h2>
        <p className="text-muted-foreground text-sm">
          {t('done', { done: items.filter(({ done }) => done).length, all: items.length })}
        </p>
      </div>
      <ol className="grid gap-2.5">
        {items.map(({ item, done, reason }) => {
          const Sign = done ? CircleCheck : CircleDashed;
          return (
            <li key={item} data-item={item} data-done={done} className="flex gap-2.5">
              <Sign
                aria-hidden
                className={cn('mt-0.5 size-4.5 shrink-0', done ? 'text-success' : 'text-muted-foreground')}
              />
              <div className="min-w-0 text-sm">
                <p>
                  {done || !may(WHERE[item]) ? (
                    <span className={done ? 'text-muted-foreground' : 'font-medium'}>{t(`items.${item}`)}</span>
                  ) : (
                    <Link
                      prefetch={false}
                      href={WHERE[item]}
                      className="font-medium text-primary underline-offset-4 hover:underline"
                    >
                      {t(`items.${item}`)}
                    </Link>
                  )}
                  <span className="sr-only">, {done ? t('isDone') : t('isOpen')}</span>
                </p>
                {done ? null : (
                  <p className="text-muted-foreground text-xs">
                    {reason ? t(`why.${reason}` as never) : t(`how.${item}`)}
                  </p>
                )}
              </div>
            </li>
          );
        })}
      </ol>
      {hide ? (
        <Button size="small" look="ghost" className="-ml-3 justify-self-start text-muted-foreground" onClick={hide}>
          {t('hide')}
        </Button>
      ) : null}
    </Card>
  );
}
