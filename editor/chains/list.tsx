'use client';
import { LayoutGrid, Plus, Upload } from 'lucide-react';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useDeferredValue, useState } from 'react';
import { Filters } from '#editor/chains/filters.tsx';
import { ChainTable } from '#editor/chains/table.tsx';
import { EVERYTHING, saidBy, useChainDeed, useChains, useShelves, type Wanted } from '#editor/data/chains.ts';
import { useMay } from '#editor/data/me.ts';
import { DemoNotice } from '#editor/demo/notice.tsx';
import { Button } from '#editor/ui/button.tsx';
import { Empty, Notice, Skeleton } from '#editor/ui/card.tsx';
import { Page } from '#editor/ui/page.tsx';

const Importing = dynamic(() => import('#editor/chains/importing.tsx').then((m) => m.Importing), { ssr: false });

/** All chains: found, kept in order, and the three ways to another one. */
export function ChainList() {
  const t = useTranslations('chains');
  const router = useRouter();
  const mayDraw = useMay('chains:draft');
  const [wanted, setWanted] = useState<Wanted>(EVERYTHING);
  const [importing, setImporting] = useState(false);
  const q = useDeferredValue(wanted.q);
  const chains = useChains({ ...wanted, q });
  const shelves = useShelves().data;
  const deed = useChainDeed();
  const rows = chains.data?.pages.flatMap((page) => page.items) ?? [];
  const filtered = Object.entries(wanted).some(([name, value]) => name !== 'sort' && value !== '');
  const create = () =>
    deed.mutate(
      { kind: 'create', body: { name: t('untitled') } },
      { onSuccess: ({ id }) => router.push(`/chains/${id}`) },
    );
  const gallery = (
    <Button asChild>
      <Link href="/chains/gallery">
        <LayoutGrid aria-hidden /> {t('gallery')}
      </Link>
    </Button>
  );
  const problem = deed.error ?? chains.error;

  return (
    <Page
      title={t('title')}
      actions={
        mayDraw ? (
          <>
            <Button look="ghost" onClick={() => setImporting(true)}>
              <Upload aria-hidden /> {t('import')}
            </Button>
            {gallery}
            <Button look="primary" onClick={create} disabled={deed.isPending}>
              <Plus aria-hidden /> {t('new')}
            </Button>
          </>
        ) : null
      }
    >
      <div className="grid gap-4">
        <DemoNotice />
        {problem ? <Notice tone="danger">{saidBy(problem) ?? t('unreachable')}</Notice> : null}
        {chains.isPending ? <Skeleton className="h-64" /> : null}
        {chains.data && (rows.length > 0 || filtered) ? (
          <Filters wanted={wanted} shelves={shelves} onChange={(change) => setWanted((w) => ({ ...w, ...change }))} />
        ) : null}
        {chains.data && rows.length === 0 ? (
          filtered ? (
            <Empty
              title={t('nothing')}
              action={<Button onClick={() => setWanted(EVERYTHING)}>{t('showAll')}</Button>}
            />
          ) : (
            <Empty title={t('none')} action={mayDraw ? gallery : undefined}>
              {t('noneText')}
            </Empty>
          )
        ) : null}
        {rows.length > 0 ? <ChainTable rows={rows} shelves={shelves} deed={deed} /> : null}
        {chains.hasNextPage ? (
          <Button className="justify-self-center" disabled={chains.isFetching} onClick={() => chains.fetchNextPage()}>
            {t(chains.isFetchingNextPage ? 'loading' : 'more')}
          </Button>
        ) : null}
      </div>
      {importing ? <Importing onClose={() => setImporting(false)} /> : null}
    </Page>
  );
}
