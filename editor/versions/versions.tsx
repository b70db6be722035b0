'use client';
import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import type { VersionLine } from '#api/routes/chains.ts';
import { useMay, useMe } from '#editor/data/me.ts';
import { useLive, usePublishing, useVersions } from '#editor/data/running.ts';
import { useEditor } from '#editor/state/store.ts';
import { Button } from '#editor/ui/button.tsx';
import { Badge, Card, Empty, Notice, Skeleton } from '#editor/ui/card.tsx';
import { type Language, momentIn, numberIn } from '#editor/ui/moment.ts';
import { PublishAgain } from '#editor/versions/back.tsx';
import { Compare } from '#editor/versions/compare.tsx';
import { ChainDeeds } from '#editor/versions/deeds.tsx';
import { Requests } from '#editor/versions/requests.tsx';

export function VersionsRoom() {
  const t = useTranslations('publish');
  const desk = useTranslations('desk');
  const language = useLocale() as Language;
  const chain = useEditor((s) => s.chain);
  const id = chain?.id ?? '';
  const versions = useVersions(id);
  const live = useLive(id);
  const state = usePublishing(id).data;
  const zone = useMe().data?.company.zone ?? 'UTC';
  const may = useMay('chains:write');
  const [chosen, setChosen] = useState<VersionLine | null>(null);
  if (versions.error) {
    return (
      <Notice tone="danger" className="m-6 flex items-center justify-between gap-4">
        {desk('unreachable')}
        <Button onClick={() => versions.refetch()}>{desk('again')}</Button>
      </Notice>
    );
  }
  if (!versions.data || !chain) return <Skeleton className="m-6 h-40" />;
  const { items } = versions.data;
  return (
    <div className="grid min-h-0 flex-1 content-start gap-6 overflow-y-auto p-4 sm:p-6 lg:grid-cols-[1fr_22rem]">
      <section className="grid min-w-0 content-start gap-3">
        <h2 className="font-semibold">{t('versions')}</h2>
        {state?.trips.slice(0, 1).map((trip) =>
          chain.state === 'paused' ? (
            <Notice key={trip.at} tone="warning">
              {t('tripped', {
                when: momentIn(language, zone, trip.at),
                measured: numberIn(language, trip.measured, 1),
                allowed: numberIn(language, trip.allowed, 1),
                measure: trip.measure,
              })}
            </Notice>
          ) : null,
        )}
        {items.length === 0 ? <Empty title={t('noVersions')}>{t('noVersionsHow')}</Empty> : null}
        <ul className="grid gap-3">
          {items.map((version) => {
            const members = live?.versions.find((v) => v.version === version.id);
            return (
              <li key={version.id}>
                <Card className="flex flex-wrap items-start gap-3 p-4">
                  <div className="min-w-0 flex-1">
                    <p className="flex flex-wrap items-center gap-2 font-medium">
                      {t('version', { number: version.number })}
                      {version.id === chain.version ? <Badge tone="success">{t('inForce')}</Badge> : null}
                    </p>
                    <p className="text-muted-foreground text-sm">
                      {momentIn(language, zone, version.publishedAt)}
                      {version.publishedBy
                        ? ` · ${t('by', { by: version.publishedByName ?? version.publishedBy })}`
                        : ''}
                    </p>
                    {version.again === null ? null : (
                      <p className="text-sm">{t('isAgain', { number: version.again })}</p>
                    )}
                    {version.note ? <p className="text-sm">{version.note}</p> : null}
                    {members ? (
                      <p className="text-muted-foreground text-xs">
                        {t('members', {
                          live: numberIn(language, members.live),
                          total: numberIn(language, members.total),
                        })}
                      </p>
                    ) : null}
                  </div>
                  {may && version.id !== chain.version && chain.state !== 'archived' ? (
                    <Button size="small" onClick={() => setChosen(version)}>
                      {t('rollbackOpen')}
                      <span className="sr-only">{t('version', { number: version.number })}</span>
                    </Button>
                  ) : null}
                </Card>
              </li>
            );
          })}
        </ul>
        {items.length > 0 ? <Compare items={items} /> : null}
        {state ? <Requests requests={state.requests} zone={zone} /> : null}
      </section>
      {chosen ? <PublishAgain old={chosen} onClose={() => setChosen(null)} /> : null}
      {may ? <ChainDeeds chain={chain} state={state} older={olderOf(live, chain.version)} /> : null}
    </div>
  );
}

/** How many are under way in versions that no one enters any more. */
function olderOf(live: ReturnType<typeof useLive>, now: string | null): number {
  return (live?.versions ?? []).filter(({ version }) => version !== now).reduce((sum, v) => sum + v.live, 0);
}
