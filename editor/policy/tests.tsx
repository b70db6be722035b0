'use client';
import { FlaskConical } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { type PolicyTestHead, useTests } from '#editor/data/experiment.ts';
import { useMe } from '#editor/data/me.ts';
import { Curve } from '#editor/policy/curve.tsx';
import { dayIn } from '#editor/policy/day.ts';
import { useDraft } from '#editor/policy/draft.tsx';
import { NewTest } from '#editor/policy/newtest.tsx';
import { Report } from '#editor/policy/report.tsx';
import { titleOf } from '#editor/policy/slug.ts';
import { Button } from '#editor/ui/button.tsx';
import { Badge, Empty, Notice, Skeleton } from '#editor/ui/card.tsx';
import { type Language, numberIn } from '#editor/ui/moment.ts';

const TONE = { planned: 'wait', running: 'success', ended: 'plain' } as const;

/** Two policies side by side on two parts of the customers: begun, watched, ended, and those of the past. */
export function TestRoom() {
  const t = useTranslations('experiment');
  const { may } = useDraft();
  const tests = useTests();
  const [making, setMaking] = useState(false);
  const [chosen, setChosen] = useState<string | null>(null);
  const items = tests.data?.items ?? [];
  const running = items.find(({ state }) => state !== 'ended');
  const open = items.find(({ id }) => id === chosen) ?? running ?? items[0] ?? null;
  if (tests.isPending) return <Skeleton className="h-64" />;
  return (
    <div className="grid gap-6">
      {tests.isError ? <Notice tone="danger">{tests.error.message}</Notice> : null}
      {making ? (
        <NewTest taken={items.map(({ id }) => id)} onClose={() => setMaking(false)} />
      ) : !running ? (
        <Empty
          icon={<FlaskConical aria-hidden />}
          title={t('test.none')}
          action={
            may ? (
              <Button look="primary" onClick={() => setMaking(true)}>
                {t('test.new')}
              </Button>
            ) : undefined
          }
        >
          {t('test.what')}
        </Empty>
      ) : null}
      {open ? <Report key={open.id} test={open} /> : null}
      {items.length > 0 ? (
        <section className="grid gap-2">
          <h2 className="font-semibold">{t('test.all')}</h2>
          <ul className="grid gap-1">
            {items.map((test) => (
              <Line key={test.id} test={test} open={test === open} choose={() => setChosen(test.id)} />
            ))}
          </ul>
        </section>
      ) : null}
      <Curve />
    </div>
  );
}

function Line({ test, open, choose }: { test: PolicyTestHead; open: boolean; choose(): void }) {
  const t = useTranslations('experiment');
  const language = useLocale() as Language;
  const zone = useMe().data?.company.zone ?? 'UTC';
  const day = (at: string) => dayIn(language, zone, at);
  return (
    <li>
      <button
        type="button"
        aria-current={open ? 'true' : undefined}
        className="flex w-full flex-wrap items-center gap-x-4 gap-y-1 rounded-md px-3 py-2 text-left text-sm hover:bg-muted aria-[current]:bg-accent aria-[current]:text-accent-foreground"
        onClick={choose}
      >
        <span className="font-medium">{titleOf(test.id)}</span>
        <Badge tone={TONE[test.state]}>{t(`test.state.${test.state}`)}</Badge>
        <span>
          {test.endsAt
            ? t('test.between', { from: day(test.startsAt), until: day(test.endsAt) })
            : t('test.since', { from: day(test.startsAt) })}
        </span>
        <span>{t('test.share', { percent: numberIn(language, test.percent, 1) })}</span>
      </button>
    </li>
  );
}
