'use client';
import Link from 'next/link';
import { useLocale, useTranslations } from 'next-intl';
import type { Home } from '#editor/data/home.ts';
import { Bars } from '#editor/home/bars.tsx';
import { Button } from '#editor/ui/button.tsx';
import { Badge, Empty } from '#editor/ui/card.tsx';
import { type Language, numberIn } from '#editor/ui/moment.ts';
import { Table, Td, Th } from '#editor/ui/table.tsx';

type Chain = Home['chains'][number];

const TONE = { draft: 'plain', live: 'success', paused: 'warning', archived: 'plain' } as const;
const sum = (days: readonly number[]) => days.reduce((a, b) => a + b, 0);

/** Each chain with its last seven days. */
export function Weeks({ chains, more }: Pick<Home, 'chains' | 'more'>) {
  const t = useTranslations('home');
  return (
    <div className="grid grid-cols-1 gap-3">
      <div className="flex flex-wrap items-baseline justify-between gap-2">
        <h2 className="font-semibold">{t('chains')}</h2>
        <Link prefetch={false} href="/chains" className="text-primary text-sm underline-offset-4 hover:underline">
          {more > 0 ? t('more', { count: more }) : t('allChains')}
        </Link>
      </div>
      {chains.length === 0 ? (
        <Empty
          title={t('noChains')}
          action={
            <Button look="primary" asChild>
              <Link href="/chains">{t('draw')}</Link>
            </Button>
          }
        >
          {t('noChainsText')}
        </Empty>
      ) : (
        <Table label={t('chains')}>
          <thead>
            <tr>
              <Th className="px-3 sm:px-4">{t('chain')}</Th>
              {(['live', 'entered', 'touches'] as const).map((column) => (
                <Th key={column} className="px-2 text-right sm:px-4" title={t(`${column}How`)}>
                  {t(column)}
                </Th>
              ))}
            </tr>
          </thead>
          <tbody>
            {chains.map((chain) => (
              <Line key={chain.id} {...chain} />
            ))}
          </tbody>
        </Table>
      )}
    </div>
  );
}

function Line({ id, name, state, live, entered, touches, untrodden }: Chain) {
  const t = useTranslations('home');
  const language = useLocale() as Language;
  return (
    <tr>
      <Td className="min-w-28 px-3 align-middle sm:px-4">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <Link
            prefetch={false}
            href={`/chains/${id}`}
            className="font-medium text-primary underline-offset-4 hover:underline"
          >
            {name}
          </Link>
          <Badge tone={TONE[state]}>{t(`states.${state}`)}</Badge>
        </div>
        {state === 'live' && untrodden ? <p className="text-muted-foreground text-xs">{t('first')}</p> : null}
      </Td>
      <Td className="px-2 text-right align-middle tabular-nums sm:px-4">{numberIn(language, live)}</Td>
      {(['entered', 'touches'] as const).map((column) => {
        const values = { entered, touches }[column];
        return (
          <Td key={column} className="px-2 align-middle sm:px-4">
            <div className="flex items-center justify-end gap-3 tabular-nums">
              <span data-figure={`${column} ${id}`}>{numberIn(language, sum(values))}</span>
              <span className="hidden sm:inline">
                <Bars values={values} label={(days) => t('byDay', { what: t(column), days })} />
              </span>
            </div>
          </Td>
        );
      })}
    </tr>
  );
}
