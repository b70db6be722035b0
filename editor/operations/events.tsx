'use client';
import { Pause, Play, Radio } from 'lucide-react';
import Link from 'next/link';
import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { useMay, useMe } from '#editor/data/me.ts';
import { type IncomingEvent, useEventNames, useIncoming } from '#editor/data/operations.ts';
import { Button } from '#editor/ui/button.tsx';
import { Badge, type BadgeTone, Empty, Notice, Skeleton } from '#editor/ui/card.tsx';
import { Field } from '#editor/ui/field.tsx';
import { Select } from '#editor/ui/input.tsx';
import { clockIn, type Language } from '#editor/ui/moment.ts';
import { Table, Td, Th } from '#editor/ui/table.tsx';

const TONE: Record<string, BadgeTone> = {
  entered: 'success',
  restarted: 'success',
  control: 'branch',
  gated: 'warning',
};

/** Events as they come, each with what it did to the chains, or why it did nothing. */
export function Events() {
  const t = useTranslations('operations.events');
  const desk = useTranslations('desk');
  const [name, setName] = useState('');
  const [runs, setRuns] = useState(true);
  const names = useEventNames().data?.items ?? [];
  const maySee = useMay('customers:read');
  const incoming = useIncoming(name, runs);
  const events = incoming.data?.pages.flatMap(({ items }) => items) ?? [];
  const moving = runs && (incoming.data?.pages.length ?? 0) < 2;
  return (
    <div className="grid grid-cols-1 gap-4">
      <div className="flex flex-wrap items-end gap-3">
        <Field label={t('name')} className="w-full sm:w-64">
          {(control) => (
            <Select {...control} value={name} onChange={(event) => setName(event.target.value)}>
              <option value="">{t('all')}</option>
              {names.map((one) => (
                <option key={one.name}>{one.name}</option>
              ))}
            </Select>
          )}
        </Field>
        <Button aria-pressed={!runs} onClick={() => setRuns(!runs)}>
          {runs ? <Pause aria-hidden /> : <Play aria-hidden />}
          {runs ? t('pause') : t('resume')}
        </Button>
        <p role="status" className="flex h-9 items-center gap-2 text-muted-foreground text-sm">
          <Radio aria-hidden className={moving ? 'size-4 animate-pulse text-success' : 'size-4'} />
          {moving ? t('running') : t('paused')}
        </p>
      </div>
      {incoming.error ? (
        <Notice tone="danger" className="flex flex-wrap items-center justify-between gap-3">
          {desk('unreachable')}
          <Button size="small" onClick={() => incoming.refetch()}>
            {desk('again')}
          </Button>
        </Notice>
      ) : null}
      {incoming.isPending ? <Skeleton className="h-64" /> : null}
      {incoming.data && events.length === 0 ? (
        <Empty
          title={name ? t('noneOf') : t('none')}
          action={
            <Button asChild>
              <a href="/docs">{t('api')}</a>
            </Button>
          }
        >
          {t('noneText')}
        </Empty>
      ) : null}
      {events.length > 0 ? (
        <Table label={t('name')}>
          <thead className="max-sm:sr-only">
            <tr>
              <Th>{t('when')}</Th>
              <Th>{t('name')}</Th>
              {maySee ? <Th>{t('customer')}</Th> : null}
              <Th>{t('what')}</Th>
            </tr>
          </thead>
          <tbody>
            {events.map((event) => (
              <Line key={event.id} event={event} maySee={maySee} />
            ))}
          </tbody>
        </Table>
      ) : null}
      {incoming.hasNextPage ? (
        <Button
          className="justify-self-center"
          disabled={incoming.isFetchingNextPage}
          onClick={() => incoming.fetchNextPage()}
        >
          {incoming.isFetchingNextPage ? t('loading') : t('older')}
        </Button>
      ) : null}
    </div>
  );
}

function Line({ event, maySee }: { event: IncomingEvent; maySee: boolean }) {
  const t = useTranslations('operations.events');
  const language = useLocale() as Language;
  const zone = useMe().data?.company.zone ?? 'UTC';
  return (
    <tr
      data-event={event.id}
      className="max-sm:grid max-sm:grid-cols-2 max-sm:gap-1 max-sm:border-b max-sm:p-3 last:max-sm:border-b-0"
    >
      <Td className="whitespace-nowrap text-muted-foreground tabular-nums max-sm:order-2 max-sm:border-0 max-sm:p-0 max-sm:text-right max-sm:text-xs">
        <time dateTime={event.receivedAt}>{clockIn(language, zone, event.receivedAt)}</time>
      </Td>
      <Td className="font-medium max-sm:border-0 max-sm:p-0">
        {event.name}
        {event.historical ? <Badge className="ml-2">{t('historical')}</Badge> : null}
      </Td>
      {maySee ? (
        <Td className="max-sm:order-3 max-sm:col-span-2 max-sm:border-0 max-sm:p-0">
          {event.customer ? (
            <Link
              prefetch={false}
              href={`/customers/${event.customer.id}`}
              className="text-primary underline-offset-4 hover:underline"
            >
              {event.customer.name ?? t('nameless')}
            </Link>
          ) : null}
        </Td>
      ) : null}
      <Td className="max-sm:order-4 max-sm:col-span-2 max-sm:border-0 max-sm:p-0">
        {event.decisions.length === 0 ? (
          <span className="text-muted-foreground">{t('nothing')}</span>
        ) : (
          <ul className="flex flex-wrap gap-1.5">
            {event.decisions.map(({ chain, decision, enrolment }) => (
              <li key={chain.id}>
                <Link
                  prefetch={false}
                  href={`/chains/${chain.id}${enrolment ? `?path=${enrolment}` : ''}`}
                  className="hover:underline"
                >
                  <Badge tone={TONE[decision] ?? 'plain'} className="rounded-md text-left">
                    {t(`decisions.${decision}` as never, { chain: chain.name } as never)}
                  </Badge>
                </Link>
              </li>
            ))}
          </ul>
        )}
      </Td>
    </tr>
  );
}
