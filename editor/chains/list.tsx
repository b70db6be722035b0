'use client';
import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { ApiProblem, api } from '#editor/data/api.ts';
import { useMay } from '#editor/data/me.ts';
import { Button } from '#editor/ui/button.tsx';
import { Badge, Empty, Notice, Skeleton } from '#editor/ui/card.tsx';
import { Page } from '#editor/ui/page.tsx';
import { Table, Td, Th } from '#editor/ui/table.tsx';

type Row = { id: string; name: string; state: 'draft' | 'live' | 'paused' | 'archived'; folder: string | null };
const TONE = { draft: 'plain', live: 'success', paused: 'warning', archived: 'plain' } as const;

/** All chains, newest first, and the way to a new one. */
export function ChainList() {
  const t = useTranslations('chains');
  const router = useRouter();
  const mayDraw = useMay('chains:draft');
  const [problem, setProblem] = useState<string>();
  const chains = useQuery({
    queryKey: ['chains', 'list'],
    queryFn: () => api<{ items: Row[] }>('/chains', { query: { limit: 200 } }),
  });

  async function create() {
    try {
      const { id } = await api<{ id: string }>('/chains', { method: 'POST', body: { name: t('untitled') } });
      router.push(`/chains/${id}`);
    } catch (refused) {
      setProblem(refused instanceof ApiProblem && refused.status > 0 ? refused.message : t('unreachable'));
    }
  }
  const button = mayDraw ? (
    <Button look="primary" onClick={create}>
      <Plus aria-hidden /> {t('new')}
    </Button>
  ) : null;

  return (
    <Page title={t('title')} actions={button}>
      {problem || chains.error ? (
        <Notice tone="danger" className="mb-4">
          {problem ?? t('unreachable')}
        </Notice>
      ) : null}
      {chains.isPending ? <Skeleton className="h-40" /> : null}
      {chains.data?.items.length === 0 ? <Empty title={t('none')}>{t('noneText')}</Empty> : null}
      {chains.data && chains.data.items.length > 0 ? (
        <Table label={t('title')}>
          <thead>
            <tr>
              <Th>{t('name')}</Th>
              <Th>{t('state')}</Th>
              <Th>{t('folder')}</Th>
            </tr>
          </thead>
          <tbody>
            {chains.data.items.map(({ id, name, state, folder }) => (
              <tr key={id}>
                <Td>
                  <Link className="font-medium text-primary underline-offset-4 hover:underline" href={`/chains/${id}`}>
                    {name}
                  </Link>
                </Td>
                <Td>
                  <Badge tone={TONE[state]}>{t(`states.${state}`)}</Badge>
                </Td>
                <Td>{folder ?? '—'}</Td>
              </tr>
            ))}
          </tbody>
        </Table>
      ) : null}
    </Page>
  );
}
