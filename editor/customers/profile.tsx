'use client';
import { ArrowLeft } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { nameOf } from '#core/lookup.ts';
import { Consents } from '#editor/customers/consents.tsx';
import { Identity } from '#editor/customers/identity.tsx';
import { Offers } from '#editor/customers/offers.tsx';
import { Pressure } from '#editor/customers/pressure.tsx';
import { Privacy } from '#editor/customers/privacy.tsx';
import { Runs } from '#editor/customers/runs.tsx';
import { Suppressions } from '#editor/customers/suppressions.tsx';
import { Timeline } from '#editor/customers/timeline.tsx';
import { useMoments } from '#editor/customers/words.ts';
import { ApiProblem, api } from '#editor/data/api.ts';
import { type CustomerAnswer, useCustomer, useDeed } from '#editor/data/customers.ts';
import { useMay } from '#editor/data/me.ts';
import { Button } from '#editor/ui/button.tsx';
import { Badge, Empty, Notice, Skeleton } from '#editor/ui/card.tsx';
import { Checkbox } from '#editor/ui/input.tsx';
import { Page } from '#editor/ui/page.tsx';
import { toast } from '#editor/ui/toast.tsx';

/** One customer: who it is, what happened and why, what may be sent, in which chains. */
export function CustomerProfile({ id }: { id: string }) {
  const t = useTranslations('customers');
  const desk = useTranslations('desk');
  const { when } = useMoments();
  const privacy = useMay('privacy');
  const customer = useCustomer(id);
  const missing = customer.error instanceof ApiProblem && customer.error.status === 404;
  const data = customer.data;
  const name = data ? (nameOf(data.traits) ?? t('nameless')) : '…';
  const back = (
    <Link
      href="/customers"
      className="mb-2 inline-flex items-center gap-1 text-muted-foreground text-sm hover:text-foreground"
    >
      <ArrowLeft aria-hidden className="size-4" />
      {t('back')}
    </Link>
  );
  if (missing) {
    return (
      <Page title={t('title')}>
        <Empty
          title={t('missing')}
          action={
            <Button asChild>
              <Link href="/customers">{t('find')}</Link>
            </Button>
          }
        />
      </Page>
    );
  }
  return (
    <Page
      title={
        <span className="grid">
          <span className="font-normal text-base tracking-normal">{back}</span>
          <span className="flex flex-wrap items-center gap-2">
            {name}
            {data?.test ? <Badge tone="warning">{t('test')}</Badge> : null}
          </span>
        </span>
      }
      actions={
        data && data.erasedAt === null ? (
          <>
            <TestSwitch customer={data} />
            {privacy ? <Privacy id={id} name={name} /> : null}
          </>
        ) : null
      }
    >
      {customer.error ? (
        <Notice tone="danger" className="mb-4">
          {desk('unreachable')}{' '}
          <Button size="small" onClick={() => customer.refetch()}>
            {desk('again')}
          </Button>
        </Notice>
      ) : null}
      {!data ? (
        customer.error ? null : (
          <Skeleton className="h-96" />
        )
      ) : data.erasedAt !== null ? (
        <div className="grid gap-6">
          <Notice tone="warning">{t('erasedAt', { when: when(data.erasedAt) })}</Notice>
          <Timeline id={id} />
        </div>
      ) : (
        // On a narrow screen: who, what may be sent, what happened; then what is changed more seldom.
        <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)] lg:grid-rows-[auto_1fr]">
          <div className="grid min-w-0 gap-6 lg:col-start-2">
            <Identity customer={data} />
            <Pressure id={id} />
            <Runs id={id} />
          </div>
          <div className="min-w-0 lg:col-start-1 lg:row-span-2 lg:row-start-1">
            <Timeline id={id} />
          </div>
          <div className="grid min-w-0 gap-6 lg:col-start-2">
            <Consents customer={data} />
            <Suppressions customer={data} />
            <Offers id={id} />
          </div>
        </div>
      )}
    </Page>
  );
}

function TestSwitch({ customer: { id, test } }: { customer: CustomerAnswer }) {
  const t = useTranslations('customers');
  const may = useMay('customers:write');
  const mark = useDeed(id, (on: boolean) => api(`/customers/${id}/test`, { method: 'PUT', body: { test: on } }));
  if (!may) return null;
  return (
    <span className="flex items-center gap-2 text-sm" title={t('testHint')}>
      <Checkbox
        id="test-customer"
        checked={test}
        disabled={mark.isPending}
        aria-describedby="test-hint"
        onChange={(event) => {
          const on = event.target.checked;
          mark.mutate(on, {
            onSuccess: () => toast.success(t(on ? 'testOn' : 'testOff')),
            onError: (problem) => toast.error(problem.message),
          });
        }}
      />
      <label htmlFor="test-customer">{t('testSwitch')}</label>
      <span id="test-hint" className="sr-only">
        {t('testHint')}
      </span>
    </span>
  );
}
