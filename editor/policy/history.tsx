'use client';
import { useLocale, useTranslations } from 'next-intl';
import type { Policy } from '#api/routes/policy.ts';
import { useMe } from '#editor/data/me.ts';
import { useHistory } from '#editor/data/policy.ts';
import { Difference } from '#editor/policy/difference.tsx';
import { rulesOf, useDraft } from '#editor/policy/draft.tsx';
import { saidOf } from '#editor/policy/sentence.ts';
import { Button } from '#editor/ui/button.tsx';
import { Badge, Notice, Skeleton } from '#editor/ui/card.tsx';
import { type Language, momentIn } from '#editor/ui/moment.ts';
import { toast } from '#editor/ui/toast.tsx';

/** Written by the first process of a fresh base. */
const FIRST_NOTE = 'the default';

/** Every version, newest first: who, when, why, and what it changed. */
export function History() {
  const t = useTranslations('policy');
  const desk = useTranslations('desk');
  const history = useHistory();
  const versions = history.data?.pages.flatMap(({ items }) => items) ?? [];
  if (history.isPending) return <Skeleton className="h-64" />;
  return (
    <div className="grid gap-3">
      {history.isError ? (
        <Notice tone="danger">
          {desk('unreachable')}{' '}
          <Button size="small" onClick={() => history.refetch()}>
            {desk('again')}
          </Button>
        </Notice>
      ) : null}
      <ol className="grid gap-3">
        {versions.map((version, i) => (
          <Line key={version.version} version={version} before={versions[i + 1]} newest={i === 0} />
        ))}
      </ol>
      {history.hasNextPage ? (
        <Button className="justify-self-center" disabled={history.isFetching} onClick={() => history.fetchNextPage()}>
          {t('older')}
        </Button>
      ) : null}
    </div>
  );
}

function Line({ version, before, newest }: { version: Policy; before: Policy | undefined; newest: boolean }) {
  const t = useTranslations('policy');
  const language = useLocale() as Language;
  const zone = useMe().data?.company.zone ?? 'UTC';
  const { may, names, change } = useDraft();
  const [test, was] = [version.test?.id, before?.test?.id];
  return (
    <li className="grid gap-2 rounded-xl border bg-card p-4">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <h2 className="font-medium">{t('version', { version: version.version })}</h2>
        {newest ? <Badge tone="success">{t('inForce')}</Badge> : null}
        <span className="text-muted-foreground text-sm">
          {[momentIn(language, zone, version.at), version.byName].filter(Boolean).join(' · ')}
        </span>
        {may && !newest ? (
          <Button
            size="small"
            className="ml-auto"
            onClick={() => {
              change(rulesOf(version));
              toast.success(t('restored', { version: version.version }));
            }}
          >
            {t('restore')}
          </Button>
        ) : null}
      </div>
      {version.note ? (
        <p className="text-sm">{version.note === FIRST_NOTE && !version.by ? t('firstNote') : version.note}</p>
      ) : null}
      {test !== was && before ? (
        <p className="text-sm">
          {test ? <Badge tone="branch">{t('testBegan')}</Badge> : null}{' '}
          {was ? <Badge tone="branch">{t('testEnded')}</Badge> : null}
        </p>
      ) : null}
      {before ? <Difference before={rulesOf(before)} after={rulesOf(version)} /> : null}
      <details className="text-sm">
        <summary className="cursor-pointer text-primary">{t('allRules')}</summary>
        <ol className="mt-2 grid list-decimal gap-1 pl-5">
          {rulesOf(version).map((rule) => (
            <li key={rule.id} className={rule.off ? 'text-muted-foreground line-through' : undefined}>
              {saidOf(rule, language, names)}
            </li>
          ))}
        </ol>
      </details>
    </li>
  );
}
