'use client';
import { Folder, Zap } from 'lucide-react';
import Link from 'next/link';
import { useLocale, useTranslations } from 'next-intl';
import { ChainMenu } from '#editor/chains/menu.tsx';
import type { ChainLine, ShelvesAnswer, useChainDeed } from '#editor/data/chains.ts';
import { useMe } from '#editor/data/me.ts';
import { Badge } from '#editor/ui/card.tsx';
import { type Language, momentIn, numberIn } from '#editor/ui/moment.ts';
import { Table, Td, Th } from '#editor/ui/table.tsx';

const TONE = { draft: 'plain', live: 'success', paused: 'warning', archived: 'plain' } as const;
const WIDE = 'hidden lg:table-cell';

type Props = { rows: ChainLine[]; shelves: ShelvesAnswer | undefined; deed: ReturnType<typeof useChainDeed> };

export function ChainTable({ rows, shelves, deed }: Props) {
  const t = useTranslations('chains');
  const language = useLocale() as Language;
  const zone = useMe().data?.company.zone ?? 'UTC';
  return (
    <Table label={t('title')}>
      <thead>
        <tr>
          <Th>{t('name')}</Th>
          <Th>{t('state')}</Th>
          <Th className={WIDE}>{t('trigger')}</Th>
          <Th className="hidden whitespace-nowrap text-right sm:table-cell" title={t('enteredHow')}>
            {t('entered')}
          </Th>
          <Th className={WIDE}>{t('owner')}</Th>
          <Th className="hidden md:table-cell">{t('changed')}</Th>
          <Th>
            <span className="sr-only">{t('deeds')}</span>
          </Th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id}>
            <Td className="max-w-96">
              <Link
                className="font-medium text-primary underline-offset-4 hover:underline"
                href={`/chains/${row.id}`}
                title={row.description ?? undefined}
              >
                {row.name}
              </Link>
              <p className="mt-0.5 text-muted-foreground text-xs lg:hidden">
                <Trigger row={row} />
              </p>
              <Shelf row={row} />
            </Td>
            <Td>
              <Badge tone={TONE[row.state]} className="whitespace-nowrap">
                {t(`states.${row.state}`)}
              </Badge>
            </Td>
            <Td className={WIDE}>
              <Trigger row={row} />
            </Td>
            <Td className="hidden text-right tabular-nums sm:table-cell">{numberIn(language, row.entered)}</Td>
            <Td className={WIDE}>{row.ownerName ?? <span className="text-muted-foreground">—</span>}</Td>
            <Td className="hidden whitespace-nowrap text-muted-foreground md:table-cell">
              {momentIn(language, zone, row.updatedAt)}
            </Td>
            <Td className="w-12 py-1.5 text-right">
              <ChainMenu row={row} shelves={shelves} deed={deed} />
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

function Trigger({ row }: { row: ChainLine }) {
  const t = useTranslations('chains');
  if (row.event !== null) {
    return (
      <span className="inline-flex items-start gap-1.5">
        <Zap aria-hidden className="mt-1 size-3 shrink-0 text-entry" />
        {t('when', { event: row.event })}
      </span>
    );
  }
  return <span className="text-muted-foreground">{t(row.version === null ? 'noTrigger' : 'byHand')}</span>;
}

function Shelf({ row: { folder, tags } }: { row: ChainLine }) {
  if (folder === null && tags.length === 0) return null;
  return (
    <p className="mt-1 flex flex-wrap items-center gap-1.5 text-muted-foreground text-xs">
      {folder === null ? null : (
        <span className="inline-flex items-center gap-1">
          <Folder aria-hidden className="size-3" />
          {folder}
        </span>
      )}
      {tags.map((tag) => (
        <Badge key={tag}>{tag}</Badge>
      ))}
    </p>
  );
}
