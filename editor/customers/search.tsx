'use client';
import { useQuery } from '@tanstack/react-query';
import { Search, UserRoundSearch } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { cardOf } from '#editor/canvas/card.ts';
import { NewTester } from '#editor/customers/tester.tsx';
import { useMoments } from '#editor/customers/words.ts';
import { readChain } from '#editor/data/chain.ts';
import { type FoundCustomer, useFound, type Whereabouts } from '#editor/data/customers.ts';
import { Button } from '#editor/ui/button.tsx';
import { Badge, Empty, Notice, Skeleton } from '#editor/ui/card.tsx';
import { Input, Select } from '#editor/ui/input.tsx';
import { Page } from '#editor/ui/page.tsx';
import { Table, Td, Th } from '#editor/ui/table.tsx';

const PAUSE = 250;
const AT = ['here', 'due', 'passed'] as const;

/** Kept while one looks at somebody found and comes back; never in an address. */
let last = '';

export function CustomerSearch({ where }: { where: Whereabouts }) {
  const t = useTranslations('customers');
  const desk = useTranslations('desk');
  const [typed, setTyped] = useState(last);
  const [text, setText] = useState(last.trim());
  useEffect(() => {
    last = typed;
    const timer = setTimeout(() => setText(typed.trim()), PAUSE);
    return () => clearTimeout(timer);
  }, [typed]);
  const found = useFound(text, where);
  const asked = text !== '' || where.chain !== undefined;
  const items = asked ? (found.data?.pages.flatMap((page) => page.items) ?? []) : [];

  return (
    <Page title={desk('rooms.customers')} actions={<NewTester />}>
      <div className="grid gap-5">
        <search>
          <form
            className="relative"
            onSubmit={(event) => {
              event.preventDefault();
              setText(typed.trim());
            }}
          >
            <Search aria-hidden className="pointer-events-none absolute top-3 left-3 size-5 text-muted-foreground" />
            <Input
              type="search"
              aria-label={t('find')}
              placeholder={t('typed')}
              autoComplete="off"
              autoFocus={where.chain === undefined}
              maxLength={320}
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
              className="h-11 pl-10 text-base"
            />
          </form>
        </search>
        {where.chain ? <Where where={where} chain={where.chain} /> : null}
        {found.error ? (
          <Notice tone="danger" className="flex items-center justify-between gap-4">
            {found.error.message}
            <Button size="small" onClick={() => found.refetch()}>
              {desk('again')}
            </Button>
          </Notice>
        ) : null}
        <p role="status" className="sr-only">
          {found.isFetching ? t('searching') : ''}
        </p>
        {!asked ? (
          <Empty icon={<UserRoundSearch aria-hidden />} title={t('start')}>
            {t('startText')}
          </Empty>
        ) : found.isPending && !found.error ? (
          <Skeleton className="h-40" />
        ) : items.length > 0 ? (
          <Results items={items} where={where} dimmed={found.isPlaceholderData} />
        ) : found.error ? null : (
          <Empty
            icon={<UserRoundSearch aria-hidden />}
            title={t(text === '' ? 'noneHere' : 'none')}
            action={
              where.chain ? (
                <Button asChild>
                  <Link href="/customers">{t('allCustomers')}</Link>
                </Button>
              ) : null
            }
          >
            {t(text === '' ? 'noneHereText' : 'noneText')}
          </Empty>
        )}
        {found.hasNextPage && items.length > 0 ? (
          <Button className="justify-self-center" disabled={found.isFetching} onClick={() => found.fetchNextPage()}>
            {t('more')}
          </Button>
        ) : null}
      </div>
    </Page>
  );
}

function useChain(id: string | undefined) {
  return useQuery({
    queryKey: ['chain', 'read', id],
    queryFn: () => readChain(id ?? ''),
    enabled: id !== undefined,
    staleTime: 60_000,
  }).data;
}

function useStepTitle(id: string | undefined) {
  const graph = useChain(id)?.draft as Parameters<typeof readSteps>[0] | undefined;
  const { language } = useMoments();
  return (step: string) => {
    const found = graph && readSteps(graph).find((s) => s.id === step);
    return found ? cardOf(found, language).title : step;
  };
}

function readSteps(graph: { steps?: unknown }): Parameters<typeof cardOf>[0][] {
  return Array.isArray(graph.steps) ? (graph.steps as Parameters<typeof cardOf>[0][]) : [];
}

/** Which customers of which chain are listed, and the way out of it. */
function Where({ where, chain: id }: { where: Whereabouts; chain: string }) {
  const t = useTranslations('customers');
  const router = useRouter();
  const chain = useChain(id);
  const titleOf = useStepTitle(id);
  const name = chain?.name ?? '…';
  // Who has gone on may have left the chain since.
  const { state: _, ...wide } = where;
  const go = (at: string) => router.replace(`/customers?${new URLSearchParams({ ...wide, at })}`);
  return (
    <div className="flex flex-wrap items-center gap-x-2 gap-y-3 rounded-xl border bg-card p-4">
      <p className="mr-auto min-w-0 font-medium">
        {where.step ? t('ofStep', { step: titleOf(where.step), chain: name }) : t('ofChain', { chain: name })}
      </p>
      {where.step ? (
        <Select
          aria-label={t('atLabel')}
          className="w-auto"
          value={where.at ?? 'here'}
          onChange={(event) => go(event.target.value)}
        >
          {AT.map((at) => (
            <option key={at} value={at}>
              {t(`at.${at}`)}
            </option>
          ))}
        </Select>
      ) : null}
      <Button asChild>
        <Link href={`/chains/${id}`}>{t('toChain')}</Link>
      </Button>
      <Button asChild look="ghost">
        <Link href="/customers">{t('allCustomers')}</Link>
      </Button>
    </div>
  );
}

type Shown = { items: FoundCustomer[]; where: Whereabouts; dimmed: boolean };

function Results({ items, where, dimmed }: Shown) {
  const t = useTranslations('customers');
  const { date, when } = useMoments();
  const titleOf = useStepTitle(where.chain);
  const inside = where.chain !== undefined;
  // Where all stand at one step, when they came says more.
  const together = where.step !== undefined && where.at !== 'passed';
  return (
    <Table label={t('results')} className={dimmed ? 'opacity-60' : ''}>
      <thead>
        <tr>
          <Th>{t('name')}</Th>
          <Th>{t('email')}</Th>
          <Th className="hidden sm:table-cell">{t('phone')}</Th>
          {inside ? (
            <>
              <Th>{t(together ? 'entered' : 'step')}</Th>
              <Th className="hidden sm:table-cell">{t('due')}</Th>
            </>
          ) : (
            <>
              <Th className="hidden md:table-cell">{t('user')}</Th>
              <Th className="hidden md:table-cell">{t('since')}</Th>
            </>
          )}
        </tr>
      </thead>
      <tbody>
        {items.map((one) => (
          <tr key={one.inside?.enrolment ?? one.id}>
            <Td>
              <Link
                href={`/customers/${one.id}`}
                className="font-medium text-primary underline-offset-4 hover:underline"
              >
                {one.name ?? t('nameless')}
              </Link>
              {one.test ? <Badge className="ml-2">{t('test')}</Badge> : null}
            </Td>
            <Td className="max-w-48 truncate sm:max-w-72" title={one.email ?? undefined}>
              {one.email ?? '–'}
            </Td>
            <Td className="hidden whitespace-nowrap tabular-nums sm:table-cell">{one.phone ?? '–'}</Td>
            {one.inside ? (
              <>
                <Td>{together ? date(one.inside.enteredAt) : titleOf(one.inside.step)}</Td>
                <Td className="hidden whitespace-nowrap sm:table-cell">
                  {one.inside.state === 'live' ? when(one.inside.due) : t('ended')}
                </Td>
              </>
            ) : (
              <>
                <Td className="hidden md:table-cell">{one.user ?? '–'}</Td>
                <Td className="hidden whitespace-nowrap md:table-cell">{date(one.createdAt)}</Td>
              </>
            )}
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
