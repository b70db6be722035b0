'use client';
import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { useRunWhatIf, useWhatIf, useWhatIfs, type WhatIfHead } from '#editor/data/experiment.ts';
import { useMe } from '#editor/data/me.ts';
import { useDraft } from '#editor/policy/draft.tsx';
import { Replay } from '#editor/policy/replay.tsx';
import { Button } from '#editor/ui/button.tsx';
import { Card, Notice, Skeleton } from '#editor/ui/card.tsx';
import { cn } from '#editor/ui/class.ts';
import { Field } from '#editor/ui/field.tsx';
import { Input } from '#editor/ui/input.tsx';
import { type Language, momentIn } from '#editor/ui/moment.ts';

/** The contacts of the last months under the draft's rules: run, told as it goes, and kept. */
export function WhatIfRoom() {
  const t = useTranslations('experiment');
  const { rules, changed } = useDraft();
  const run = useRunWhatIf();
  const [months, setMonths] = useState(3);
  const [open, setOpen] = useState<string | null>(null);
  const shown = useWhatIf(open);
  return (
    <div className="grid gap-5">
      <Card className="grid gap-4">
        <p className="max-w-prose text-sm">{t('whatif.what')}</p>
        <p className="text-muted-foreground text-sm">{t(changed ? 'whatif.ofDraft' : 'whatif.ofRules')}</p>
        <div className="flex flex-wrap items-end gap-3">
          <Field label={t('whatif.months')} className="w-32">
            {(control) => (
              <Input
                {...control}
                type="number"
                min={1}
                max={24}
                value={Number.isNaN(months) ? '' : months}
                onChange={(event) => setMonths(event.target.valueAsNumber)}
              />
            )}
          </Field>
          <Button
            look="primary"
            disabled={run.isPending || !(months >= 1 && months <= 24)}
            onClick={() => run.mutate({ rules, months }, { onSuccess: ({ id }) => setOpen(id) })}
          >
            {run.isPending ? t('whatif.running') : t('whatif.run')}
          </Button>
        </div>
        <div aria-live="polite" className="grid gap-3">
          {run.isPending ? <Progress share={run.progress} /> : null}
          {run.error ? <Notice tone="danger">{run.error.message}</Notice> : null}
        </div>
      </Card>
      {open ? (
        shown.data ? (
          <Replay key={open} found={shown.data} />
        ) : shown.isError ? (
          <Notice tone="danger">{shown.error.message}</Notice>
        ) : (
          <Skeleton className="h-48" />
        )
      ) : null}
      <Past open={open} choose={setOpen} />
    </div>
  );
}

function Progress({ share }: { share: number }) {
  const t = useTranslations('experiment');
  const percent = Math.round(share * 100);
  return (
    <div className="grid max-w-md gap-1">
      <div
        role="progressbar"
        aria-label={t('whatif.progress')}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent}
        className="h-2 overflow-hidden rounded-full bg-muted"
      >
        <div
          className={cn('h-full rounded-full bg-primary transition-[width]', percent === 0 && 'animate-pulse')}
          style={{ width: `${Math.max(3, percent)}%` }}
        />
      </div>
      <p className="text-muted-foreground text-xs">
        {percent === 0 ? t('whatif.reading') : t('whatif.looked', { percent })}
      </p>
    </div>
  );
}

function Past({ open, choose }: { open: string | null; choose(id: string): void }) {
  const t = useTranslations('experiment');
  const language = useLocale() as Language;
  const zone = useMe().data?.company.zone ?? 'UTC';
  const past = useWhatIfs();
  const items = past.data?.items ?? [];
  const when = (at: string) => momentIn(language, zone, at);
  const months = ({ since, until }: WhatIfHead) => Math.round((Date.parse(until) - Date.parse(since)) / 2_629_800_000);
  if (past.isPending) return <Skeleton className="h-24" />;
  return (
    <section className="grid gap-2">
      <h2 className="font-semibold">{t('whatif.past')}</h2>
      {items.length === 0 ? <p className="text-muted-foreground text-sm">{t('whatif.noPast')}</p> : null}
      <ul className="grid gap-1">
        {items.map((item) => (
          <li key={item.id}>
            <button
              type="button"
              aria-current={item.id === open ? 'true' : undefined}
              className="flex w-full flex-wrap justify-between gap-x-4 rounded-md px-3 py-2 text-left text-sm hover:bg-muted aria-[current]:bg-accent aria-[current]:text-accent-foreground"
              onClick={() => choose(item.id)}
            >
              <span>{t('whatif.run1', { when: when(item.at), months: months(item) })}</span>
              <span className={item.id === open ? undefined : 'text-muted-foreground'}>{item.byName}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
