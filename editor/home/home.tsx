'use client';
import { useLocale, useTranslations } from 'next-intl';
import { ApiProblem } from '#editor/data/api.ts';
import { type Away, useHome, usePutAway, useUnplaced } from '#editor/data/home.ts';
import { useMay, useMe } from '#editor/data/me.ts';
import { Needs, type Want } from '#editor/home/needs.tsx';
import { Steps } from '#editor/home/steps.tsx';
import { Weeks } from '#editor/home/weeks.tsx';
import { Button } from '#editor/ui/button.tsx';
import { Notice, Skeleton } from '#editor/ui/card.tsx';
import { cn } from '#editor/ui/class.ts';
import { type Language, momentIn } from '#editor/ui/moment.ts';
import { Page } from '#editor/ui/page.tsx';
import { toast } from '#editor/ui/toast.tsx';

export function Home() {
  const t = useTranslations('home');
  const desk = useTranslations('desk');
  const language = useLocale() as Language;
  const zone = useMe().data?.company.zone ?? 'UTC';
  const maySee = useMay('customers:read');
  const mayPut = useMay('touches:write');
  const home = useHome();
  const unplaced = useUnplaced(maySee && home.data !== undefined).data?.customers ?? 0;
  const away = usePutAway();
  const put = (what: Away) =>
    away.mutate(what, {
      onSuccess: () => toast.success(t('seenDone')),
      onError: (problem) => {
        const reached = problem instanceof ApiProblem && problem.status > 0;
        toast.error(t('failed', { why: reached ? problem.message : desk('unreachable') }));
      },
    });
  const data = home.data;
  const zones = data && unplaced > (data.putAway.zones ?? 0) ? unplaced : 0;
  const needs: Want[] = [
    ...(data?.needs ?? []),
    ...(zones > 0 ? [{ kind: 'zones' as const, count: zones, id: null, chain: null, detail: {}, at: null }] : []),
  ];
  const open = data?.checklist?.some(({ done }) => !done) ? data.checklist : null;
  return (
    <Page
      title={desk('rooms.home')}
      actions={
        data ? (
          <p className="text-muted-foreground text-xs">{t('at', { when: momentIn(language, zone, data.at) })}</p>
        ) : null
      }
    >
      {home.error ? (
        <Notice tone="danger" className="mb-6 flex flex-wrap items-center justify-between gap-3">
          {desk('unreachable')}
          <Button size="small" onClick={() => home.refetch()}>
            {desk('again')}
          </Button>
        </Notice>
      ) : null}
      {data ? (
        <div className="grid grid-cols-1 gap-6">
          <div className={cn('grid grid-cols-1 gap-4', open && 'lg:grid-cols-[minmax(0,1fr)_20rem]')}>
            <Needs {...{ needs, put }} may={mayPut} busy={away.isPending} />
            {open ? (
              <Steps items={open} hide={mayPut ? () => put({ what: 'checklist', amount: open.length }) : null} />
            ) : null}
          </div>
          <Weeks chains={data.chains} more={data.more} />
        </div>
      ) : home.error ? null : (
        <div className="grid gap-6">
          <Skeleton className="h-32" />
          <Skeleton className="h-64" />
        </div>
      )}
    </Page>
  );
}
