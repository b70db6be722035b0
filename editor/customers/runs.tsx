'use client';
import { useQueries } from '@tanstack/react-query';
import { Plus, Route } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import type { GraphStep } from '#core/graph.ts';
import { cardOf } from '#editor/canvas/card.ts';
import { endWord, useMoments } from '#editor/customers/words.ts';
import { api } from '#editor/data/api.ts';
import { readChain } from '#editor/data/chain.ts';
import { type Run, useChainNames, useDeed, useRuns } from '#editor/data/customers.ts';
import { useMay } from '#editor/data/me.ts';
import { Button } from '#editor/ui/button.tsx';
import { Badge, Card, Notice, Skeleton } from '#editor/ui/card.tsx';
import { Dialog } from '#editor/ui/dialog.tsx';
import { Field } from '#editor/ui/field.tsx';
import { Input, Select } from '#editor/ui/input.tsx';
import { toast } from '#editor/ui/toast.tsx';

/** In which chains the customer is and was, and where they stand. */
export function Runs({ id }: { id: string }) {
  const t = useTranslations('customers');
  const may = useMay('customers:write');
  const runs = useRuns(id);
  const names = useChainNames();
  const [enrolling, setEnrolling] = useState(false);
  const nameOf = (chain: string) => names.data?.items.find((one) => one.id === chain)?.name ?? '…';
  const live = runs.data?.items.filter((run) => run.state === 'live') ?? [];
  const past = runs.data?.items.filter((run) => run.state === 'ended') ?? [];
  const titles = useStepTitles(live);
  return (
    <Card aria-label={t('chains.title')} className="grid gap-3">
      <div className="flex items-center justify-between gap-2">
        <h2 className="font-semibold">{t('chains.title')}</h2>
        {may ? (
          <Button size="small" onClick={() => setEnrolling(true)}>
            <Plus aria-hidden />
            {t('chains.enrol')}
          </Button>
        ) : null}
      </div>
      {runs.error ? <Notice tone="danger">{runs.error.message}</Notice> : null}
      {runs.isPending ? <Skeleton className="h-16" /> : null}
      {runs.data && live.length === 0 ? <p className="text-muted-foreground text-sm">{t('chains.none')}</p> : null}
      <ul className="grid gap-3">
        {live.map((run) => (
          <Live key={run.id} {...{ customer: id, run, may }} name={nameOf(run.chain)} step={titles(run)} />
        ))}
      </ul>
      {past.length > 0 ? (
        <details className="text-sm">
          <summary className="cursor-pointer text-primary">{t('chains.past', { count: past.length })}</summary>
          <ul className="mt-2 grid gap-2">
            {past.map((run) => (
              <Past key={run.id} run={run} name={nameOf(run.chain)} />
            ))}
          </ul>
        </details>
      ) : null}
      {enrolling ? <Enrol id={id} onClose={() => setEnrolling(false)} /> : null}
    </Card>
  );
}

function useStepTitles(runs: readonly Run[]): (run: Run) => string {
  const { language } = useMoments();
  const ids = [...new Set(runs.map((run) => run.chain))];
  const chains = useQueries({
    queries: ids.map((chain) => ({
      queryKey: ['chain', 'read', chain],
      queryFn: () => readChain(chain),
      staleTime: 60_000,
    })),
  });
  return ({ chain, step }) => {
    const graph = chains[ids.indexOf(chain)]?.data?.draft as { steps?: GraphStep[] } | undefined;
    const found = graph?.steps?.find((one) => one.id === step);
    return found ? cardOf(found, language).title : step;
  };
}

type Shown = { customer: string; run: Run; name: string; step: string; may: boolean };

function Live({ customer, run, name, step, may }: Shown) {
  const t = useTranslations('customers');
  const desk = useTranslations('desk');
  const { when } = useMoments();
  const [asking, setAsking] = useState(false);
  const stop = useDeed(customer, () => api(`/enrolments/${run.id}/cancel`, { method: 'POST' }));
  return (
    <li className="grid gap-1 border-t pt-3 text-sm first:border-t-0 first:pt-0">
      <p className="flex flex-wrap items-center gap-2 font-medium">
        {name}
        {run.control ? <Badge>{t('chains.control')}</Badge> : null}
      </p>
      <p className="text-muted-foreground">
        {t('chains.stands', { step })}
        {run.waiting === 'no'
          ? null
          : ` · ${t(run.waiting === 'held' ? 'chains.held' : 'chains.waitsUntil', { when: when(run.due) })}`}
      </p>
      <p className="flex flex-wrap gap-2 pt-1">
        <Button asChild size="small">
          <Link href={`/chains/${run.chain}?path=${run.id}`}>
            <Route aria-hidden />
            {t('chains.path')}
          </Link>
        </Button>
        {may ? (
          <Button size="small" look="ghost" onClick={() => setAsking(true)}>
            {t('chains.stop')}
          </Button>
        ) : null}
      </p>
      <Dialog
        open={asking}
        onOpenChange={setAsking}
        title={t('chains.stopTitle', { chain: name })}
        description={t('chains.stopText')}
      >
        {stop.error ? <Notice tone="danger">{stop.error.message}</Notice> : null}
        <div className="flex justify-end gap-2">
          <Button onClick={() => setAsking(false)}>{desk('cancel')}</Button>
          <Button
            look="danger"
            disabled={stop.isPending}
            onClick={() =>
              stop.mutate(undefined, {
                onSuccess: () => {
                  setAsking(false);
                  toast.success(t('chains.stopped'));
                },
              })
            }
          >
            {t('chains.stop')}
          </Button>
        </div>
      </Dialog>
    </li>
  );
}

function Past({ run, name }: { run: Run; name: string }) {
  const t = useTranslations('customers');
  const { date } = useMoments();
  return (
    <li>
      <Link className="underline decoration-border underline-offset-4" href={`/chains/${run.chain}?path=${run.id}`}>
        {name}
      </Link>
      <span className="text-muted-foreground">
        {' '}
        · {t(`ends.${endWord(run.outcome)}`)}
        {run.endedAt ? `, ${date(run.endedAt)}` : ''}
      </span>
    </li>
  );
}

function Enrol({ id, onClose }: { id: string; onClose: () => void }) {
  const t = useTranslations('customers');
  const desk = useTranslations('desk');
  const chains = useChainNames();
  const [chain, setChain] = useState('');
  const [key, setKey] = useState('');
  const live = chains.data?.items.filter(({ state }) => state === 'live') ?? [];
  const enrol = useDeed(id, () => api('/enrolments', { method: 'POST', body: { customer: id, chain, key } }));
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('chains.enrol')}
      description={t('chains.enrolText')}
    >
      {chains.data && live.length === 0 ? <Notice>{t('chains.noLive')}</Notice> : null}
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          enrol.mutate(undefined, {
            onSuccess: () => {
              toast.success(t('chains.enrolled'));
              onClose();
            },
          });
        }}
      >
        <Field label={t('chains.chain')}>
          {(control) => (
            <Select {...control} required value={chain} onChange={(event) => setChain(event.target.value)}>
              <option value="">{t('chains.choose')}</option>
              {live.map((one) => (
                <option key={one.id} value={one.id}>
                  {one.name}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field label={t('chains.key')} hint={t('chains.keyHint')}>
          {(control) => (
            <Input {...control} maxLength={255} value={key} onChange={(event) => setKey(event.target.value)} />
          )}
        </Field>
        {enrol.error ? <Notice tone="danger">{enrol.error.message}</Notice> : null}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{desk('cancel')}</Button>
          <Button type="submit" look="primary" disabled={enrol.isPending || chain === ''}>
            {t('chains.enrol')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
