'use client';
import { useQuery } from '@tanstack/react-query';
import { Check, CloudOff, LoaderCircle, PencilLine, TriangleAlert } from 'lucide-react';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { useParams, usePathname } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type ReactNode, useEffect } from 'react';
import { Found } from '#editor/chain/found.tsx';
import { ApiProblem } from '#editor/data/api.ts';
import { readChain } from '#editor/data/chain.ts';
import { useMe } from '#editor/data/me.ts';
import { setHead } from '#editor/state/document.ts';
import { type Saved, useEditor } from '#editor/state/store.ts';

import { Button } from '#editor/ui/button.tsx';
import { Badge, Notice, Skeleton } from '#editor/ui/card.tsx';
import { cn } from '#editor/ui/class.ts';

// Not part of the first picture.
const Publish = dynamic(() => import('#editor/publish/publish.tsx').then((m) => m.Publish), { ssr: false });
const Clash = dynamic(() => import('#editor/chain/clash.tsx').then((m) => m.Clash), { ssr: false });
const Held = dynamic(() => import('#editor/chain/held.tsx').then((m) => m.Held), { ssr: false });
const Waiting = dynamic(() => import('#editor/chain/waiting.tsx').then((m) => m.Waiting), { ssr: false });

const TABS = ['', 'messages', 'try-out', 'results', 'versions', 'settings'] as const;
const TONE = { draft: 'plain', live: 'success', paused: 'warning', archived: 'plain' } as const;
const SAVED = { saved: Check, saving: LoaderCircle, unsaved: PencilLine, offline: CloudOff, conflict: TriangleAlert };

/** Around every page of one chain: its name, its state, whether all is saved, and its six pages. */
export function ChainFrame({ children }: { children: ReactNode }) {
  const t = useTranslations('chain');
  const desk = useTranslations('desk');
  const id = String(useParams().id);
  const path = usePathname();
  const me = useMe().data;
  const asked = useQuery({
    queryKey: ['chain', id],
    queryFn: () => readChain(id),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  const chain = useEditor((s) => (s.chain?.id === id ? s.chain : null));
  const name = useEditor((s) => s.graph.name);
  const readonly = useEditor((s) => s.readonly);
  const clashing = useEditor((s) => s.clash !== null);
  const { open, close, change } = useEditor.getState();
  const mayDraw = me?.may.includes('chains:draft');

  // Archived and taken back while it is open: what may be drawn follows.
  const archived = (chain ?? asked.data)?.state === 'archived';

  useEffect(() => {
    if (asked.data && mayDraw !== undefined) open(asked.data, { readonly: !mayDraw || archived });
  }, [asked.data, mayDraw, archived, open]);
  useEffect(() => () => close(), [close]);

  if (asked.error) {
    const missing = asked.error instanceof ApiProblem && asked.error.status === 404;
    return (
      <Notice tone="danger" className="m-6 flex items-center justify-between gap-4">
        {missing ? t('missing') : desk('unreachable')}
        {missing ? null : <Button onClick={() => asked.refetch()}>{desk('again')}</Button>}
      </Notice>
    );
  }
  if (!chain) return <Skeleton className="m-4 h-24" />;
  return (
    <div className="flex min-h-[calc(100dvh-3.5rem)] flex-col md:h-dvh md:min-h-0">
      <header className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 pt-3">
        <h1 className="min-w-0 basis-full sm:flex-1 sm:basis-48">
          <span className="sr-only">{name}</span>
          <input
            aria-label={t('name')}
            className="w-full truncate rounded-md bg-transparent px-1 font-semibold text-lg hover:bg-muted focus:bg-card"
            value={name}
            readOnly={readonly}
            onChange={(event) => change('name', (g) => setHead(g, { name: event.target.value }), { blend: 'name' })}
          />
        </h1>
        <Badge tone={TONE[chain.state]}>{t(`state.${chain.state}`)}</Badge>
        <SavedState />
        <Publish />
      </header>
      <nav aria-label={t('pages')} className="flex gap-1 overflow-x-auto border-b px-3">
        {TABS.map((tab) => {
          const href = `/chains/${id}${tab ? `/${tab}` : ''}`;
          const here = path === href;
          return (
            <Link
              prefetch={false}
              key={tab}
              href={href}
              aria-current={here ? 'page' : undefined}
              className={cn(
                'whitespace-nowrap border-transparent border-b-2 px-3 py-2 text-muted-foreground text-sm hover:text-foreground',
                here && 'border-primary font-medium text-foreground',
              )}
            >
              {t(`tabs.${tab || 'drawing'}`)}
            </Link>
          );
        })}
      </nav>
      <Found />
      <Refused />
      {chain.state === 'live' || chain.state === 'paused' ? <Held chain={id} /> : null}
      {chain.state === 'live' ? <Waiting chain={id} /> : null}
      {children}
      {clashing ? <Clash /> : null}
    </div>
  );
}

function SavedState() {
  const t = useTranslations('chain');
  const saved: Saved = useEditor((s) => s.saved);
  const saveNow = useEditor((s) => s.saveNow);
  const readonly = useEditor((s) => s.readonly);
  const Icon = SAVED[saved];
  if (readonly) return <span className="text-muted-foreground text-sm">{t('readonly')}</span>;
  return (
    <>
      <span
        role="status"
        data-saved={saved}
        className={cn(
          'flex items-center gap-1.5 text-muted-foreground text-sm [&_svg]:size-4',
          saved === 'offline' && 'text-warning',
        )}
      >
        <Icon aria-hidden className={saved === 'saving' ? 'animate-spin' : ''} />
        {t(`saved.${saved}`)}
      </span>
      {saved === 'offline' ? (
        <Button size="small" onClick={() => void saveNow()}>
          {t('again')}
        </Button>
      ) : null}
    </>
  );
}

function Refused() {
  const refused = useEditor((s) => s.refused);
  if (refused.length === 0) return null;
  return (
    <Notice tone="danger" className="m-2">
      {refused.map((p) => (
        <p key={`${p.code} ${p.field}`}>{p.message}</p>
      ))}
    </Notice>
  );
}
