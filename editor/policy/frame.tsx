'use client';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { Scope } from '#api/access.ts';
import { ApiProblem } from '#editor/data/api.ts';
import { useMe } from '#editor/data/me.ts';
import { usePolicies } from '#editor/data/policy.ts';
import { Difference } from '#editor/policy/difference.tsx';
import { DraftProvider, useDraft } from '#editor/policy/draft.tsx';
import { Button } from '#editor/ui/button.tsx';
import { Card, Notice, Skeleton } from '#editor/ui/card.tsx';
import { cn } from '#editor/ui/class.ts';
import { Field } from '#editor/ui/field.tsx';
import { Input } from '#editor/ui/input.tsx';
import { Page } from '#editor/ui/page.tsx';
import { toast } from '#editor/ui/toast.tsx';

/** `rules`: the draft is worked on there. */
const SECTIONS: readonly { name: string; path: string; needs: Scope; rules?: true }[] = [
  { name: 'pressure', path: '', needs: 'chains:read', rules: true },
  { name: 'law', path: '/law', needs: 'chains:read', rules: true },
  { name: 'capacity', path: '/capacity', needs: 'chains:read', rules: true },
  { name: 'consents', path: '/consents', needs: 'chains:read' },
  { name: 'suppression', path: '/suppression', needs: 'customers:read' },
  { name: 'test', path: '/test', needs: 'chains:read' },
  { name: 'whatif', path: '/what-if', needs: 'touches:read', rules: true },
  { name: 'history', path: '/history', needs: 'chains:read' },
];

/** Around every page of the policy: its sections, and the draft that they share. */
export function PolicyFrame({ children }: { children: ReactNode }) {
  const t = useTranslations('policy');
  const desk = useTranslations('desk');
  const path = usePathname();
  const may = useMe().data?.may;
  const policies = usePolicies();
  const inForce = policies.data?.items[0];
  const refused = policies.error instanceof ApiProblem && policies.error.status === 403;
  const shown = SECTIONS.filter(({ needs }) => may?.includes(needs));
  const here = SECTIONS.find((section) => path === `/policy${section.path}`);
  const nav = useRef<HTMLElement>(null);
  const drawn = inForce !== undefined && may !== undefined;
  // On a narrow screen the sections are scrolled sideways: the one in hand is seen.
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever another page is drawn.
  useEffect(() => {
    nav.current?.querySelector('[aria-current]')?.scrollIntoView({ inline: 'center', block: 'nearest' });
  }, [path, drawn]);
  return (
    <Page title={desk('rooms.policy')}>
      {policies.isError ? (
        <Notice tone="danger" className="flex flex-wrap items-center justify-between gap-3">
          {refused ? t('refused') : desk('unreachable')}
          {refused ? null : (
            <Button size="small" onClick={() => policies.refetch()}>
              {desk('again')}
            </Button>
          )}
        </Notice>
      ) : !inForce || !may ? (
        <Skeleton className="h-64" />
      ) : (
        <DraftProvider inForce={inForce}>
          <div className="grid gap-5">
            <nav
              ref={nav}
              aria-label={t('sections')}
              className="-mx-4 flex gap-1 overflow-x-auto border-b px-4 sm:mx-0 sm:px-0"
            >
              {shown.map((section) => (
                <Link
                  prefetch={false}
                  key={section.name}
                  href={`/policy${section.path}`}
                  aria-current={section === here ? 'page' : undefined}
                  className={cn(
                    'whitespace-nowrap border-transparent border-b-2 px-3 py-2 text-muted-foreground text-sm hover:text-foreground',
                    section === here && 'border-primary font-medium text-foreground',
                  )}
                >
                  {t(`tabs.${section.name}` as never)}
                </Link>
              ))}
            </nav>
            {here && !may.includes(here.needs) ? <Notice tone="warning">{t('refused')}</Notice> : children}
            <DraftCard whole={here?.rules === true} />
          </div>
        </DraftProvider>
      )}
    </Page>
  );
}

function DraftCard({ whole }: { whole: boolean }) {
  const t = useTranslations('policy');
  const desk = useTranslations('desk');
  const { inForce, saved, rules, changed, problems, save, trial, put, discard } = useDraft();
  const [note, setNote] = useState('');
  if (!changed) return null;
  if (!whole)
    return (
      <Notice tone="warning">
        {t('draftWaits')}{' '}
        <Link href="/policy" className="underline underline-offset-4">
          {t('draftOpen')}
        </Link>
      </Notice>
    );
  return (
    <Card aria-label={t('draft')} className="grid gap-4 border-primary/50">
      <h2 className="font-semibold">{t('draft')}</h2>
      <Difference before={saved} after={rules} />
      {inForce.test ? <Notice tone="warning">{t('testRuns')}</Notice> : null}
      {problems.length > 0 ? (
        <Notice tone="danger">
          {problems.map(({ message }) => (
            <p key={message}>{message === 'unreachable' ? desk('unreachable') : message}</p>
          ))}
        </Notice>
      ) : null}
      {trial.data ? <Notice tone="success">{t('tried', { tried: trial.data.tried })}</Notice> : null}
      <Field label={t('note')} hint={t('noteHint')}>
        {(control) => <Input {...control} value={note} onChange={(event) => setNote(event.target.value)} />}
      </Field>
      <div className="flex flex-wrap gap-2">
        <Button
          look="primary"
          disabled={save.isPending}
          onClick={() =>
            put(note, (version) => {
              setNote('');
              toast.success(t('saved', { version }));
            })
          }
        >
          {save.isPending ? t('saving') : t('save')}
        </Button>
        <Button disabled={trial.isPending} onClick={() => trial.mutate(rules)}>
          {trial.isPending ? t('trying') : t('attempt')}
        </Button>
        <Button asChild look="ghost">
          <Link href="/policy/what-if">{t('replayIt')}</Link>
        </Button>
        <Button look="ghost" onClick={discard}>
          {t('discard')}
        </Button>
      </div>
    </Card>
  );
}
