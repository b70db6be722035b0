'use client';
import Link from 'next/link';
import { useLocale, useTranslations } from 'next-intl';
import { ApiProblem } from '#editor/data/api.ts';
import { useMay, useMe } from '#editor/data/me.ts';
import { type Attention, useAttention, useResolve } from '#editor/data/operations.ts';
import { Button } from '#editor/ui/button.tsx';
import { Skeleton } from '#editor/ui/card.tsx';
import { type Language, momentIn } from '#editor/ui/moment.ts';
import { toast } from '#editor/ui/toast.tsx';

/** Contacts of which nobody can tell whether they left: a person says so, one by one. */
export function Doubts({ count }: { count: number }) {
  const t = useTranslations('operations');
  const list = useAttention({ kind: 'unknown', open: true });
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  if (count === 0 && items.length === 0) return null;
  return (
    <section aria-labelledby="doubts" className="grid gap-3 rounded-xl border border-warning/50 bg-warning-soft p-5">
      <div className="grid gap-1">
        <h2 id="doubts" className="font-semibold">
          {t('outbox.doubt')}
        </h2>
        <p className="max-w-prose text-sm">{t('outbox.doubtWhat')}</p>
      </div>
      {list.isPending ? <Skeleton className="h-16" /> : null}
      <ul className="grid gap-2">
        {items.map((one) => (
          <Doubt key={one.id} one={one} />
        ))}
      </ul>
      {list.hasNextPage ? (
        <Button className="justify-self-start" disabled={list.isFetchingNextPage} onClick={() => list.fetchNextPage()}>
          {t('incidents.more')}
        </Button>
      ) : null}
    </section>
  );
}

function Doubt({ one }: { one: Attention }) {
  const t = useTranslations('operations');
  const desk = useTranslations('desk');
  const language = useLocale() as Language;
  const zone = useMe().data?.company.zone ?? 'UTC';
  const may = useMay('touches:write');
  const resolve = useResolve();
  const say = (as: 'sent' | 'not_sent') =>
    resolve.mutate(
      { touch: one.touch ?? '', as },
      {
        onSuccess: () => toast.success(as === 'sent' ? t('outbox.sentDone') : t('outbox.notSentDone')),
        onError: (problem) =>
          toast.error(problem instanceof ApiProblem && problem.status > 0 ? problem.message : desk('unreachable')),
      },
    );
  const name = one.step?.name;
  const what = name && !name.includes('{') ? t('theStep', { name }) : t('aContact');
  const { response } = one.detail as { response?: unknown };
  const busy = resolve.isPending || resolve.isSuccess || one.touch === null;
  return (
    <li
      data-touch={one.touch}
      className="flex flex-wrap items-center gap-x-4 gap-y-2 rounded-lg border bg-card px-4 py-3"
    >
      <div className="min-w-0 flex-1 basis-60 text-sm">
        <p>
          {one.customer ? (
            <>
              <Link
                prefetch={false}
                href={`/customers/${one.customer.id}`}
                className="font-medium text-primary underline-offset-4 hover:underline"
              >
                {one.customer.name ?? t('events.nameless')}
              </Link>
              {' · '}
            </>
          ) : null}
          {t('outbox.of', { what, chain: one.chain.name })}
        </p>
        <p className="text-muted-foreground text-xs">
          {[
            t.has(`outbox.channels.${one.channel}` as never) ? t(`outbox.channels.${one.channel}` as never) : '',
            momentIn(language, zone, one.at),
            typeof response === 'string' && response ? t('outbox.reply', { reply: response }) : '',
          ]
            .filter(Boolean)
            .join(' · ')}
        </p>
      </div>
      {may ? (
        <div className="flex flex-wrap gap-2">
          <Button size="small" disabled={busy} onClick={() => say('sent')}>
            {t('outbox.sent')}
          </Button>
          <Button size="small" disabled={busy} onClick={() => say('not_sent')}>
            {t('outbox.notSent')}
          </Button>
        </div>
      ) : null}
    </li>
  );
}
