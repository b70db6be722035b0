'use client';
import {
  CircleCheck,
  CircleQuestionMark,
  type LucideIcon,
  OctagonX,
  PencilLine,
  ShieldAlert,
  UserRoundX,
} from 'lucide-react';
import Link from 'next/link';
import { useLocale, useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import { ApiProblem } from '#editor/data/api.ts';
import { usePutAway } from '#editor/data/home.ts';
import { useMay, useMe } from '#editor/data/me.ts';
import { type Attention, useAttention } from '#editor/data/operations.ts';
import { Button } from '#editor/ui/button.tsx';
import { Badge, Empty, Notice, Skeleton } from '#editor/ui/card.tsx';
import { Checkbox } from '#editor/ui/input.tsx';
import { type Language, momentIn, numberIn } from '#editor/ui/moment.ts';
import { toast } from '#editor/ui/toast.tsx';

const SIGN: Record<Attention['kind'], LucideIcon> = {
  unknown: CircleQuestionMark,
  missing_variable: PencilLine,
  poison: UserRoundX,
  rule_failed: ShieldAlert,
  guard: OctagonX,
};

/** What broke and needs a person, in words, with the way to where it is mended. */
export function Incidents() {
  const t = useTranslations('operations.incidents');
  const desk = useTranslations('desk');
  const box = useId();
  const [settled, setSettled] = useState(false);
  const list = useAttention({ except: 'unknown', open: !settled });
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <div className="grid gap-4">
      <div className="flex items-center gap-2 text-sm">
        <Checkbox id={box} checked={settled} onChange={(event) => setSettled(event.target.checked)} />
        <label htmlFor={box}>{t('settled')}</label>
      </div>
      {list.error ? (
        <Notice tone="danger" className="flex flex-wrap items-center justify-between gap-3">
          {desk('unreachable')}
          <Button size="small" onClick={() => list.refetch()}>
            {desk('again')}
          </Button>
        </Notice>
      ) : null}
      {list.isPending ? <Skeleton className="h-32" /> : null}
      {list.data && items.length === 0 ? (
        <Empty icon={<CircleCheck aria-hidden />} title={t('none')}>
          {t('noneText')}
        </Empty>
      ) : null}
      <ul className="grid gap-3">
        {items.map((one) => (
          <Incident key={one.id} one={one} />
        ))}
      </ul>
      {list.hasNextPage ? (
        <Button className="justify-self-center" disabled={list.isFetchingNextPage} onClick={() => list.fetchNextPage()}>
          {t('more')}
        </Button>
      ) : null}
    </div>
  );
}

function Incident({ one }: { one: Attention }) {
  const t = useTranslations('operations');
  const desk = useTranslations('desk');
  const language = useLocale() as Language;
  const zone = useMe().data?.company.zone ?? 'UTC';
  const may = useMay('touches:write');
  const away = usePutAway();
  const { kind, chain, step, customer, detail } = one;
  const Icon = one.resolvedAt ? CircleCheck : SIGN[kind];
  const number = (name: string, digits = 0) => numberIn(language, Number(detail[name] ?? 0), digits);
  const what =
    step?.name && !step.name.includes('{')
      ? t('theStep', { name: step.name })
      : kind === 'poison'
        ? t('aStep')
        : t('aContact');
  const said = detail.message ?? detail.failed;
  const seen = () =>
    away.mutate(
      { seen: one.id },
      {
        onSuccess: () => toast.success(t('incidents.seenDone')),
        onError: (problem) =>
          toast.error(problem instanceof ApiProblem && problem.status > 0 ? problem.message : desk('unreachable')),
      },
    );
  return (
    <li data-incident={kind} className="flex flex-wrap items-start gap-x-4 gap-y-3 rounded-xl border bg-card p-4">
      <div className="flex min-w-0 flex-1 basis-80 items-start gap-3">
        <Icon
          aria-hidden
          className={one.resolvedAt ? 'mt-0.5 size-4.5 shrink-0 text-success' : 'mt-0.5 size-4.5 shrink-0 text-danger'}
        />
        <div className="min-w-0 flex-1">
          <p className="text-sm">
            {t(`incidents.${kind}`, {
              ...{ chain: chain.name, what, measure: String(detail.measure ?? '') },
              ...{ measured: number('measured', 1), allowed: number('allowed', 1), contacts: number('contacts') },
            })}
          </p>
          <p className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-1 text-muted-foreground text-xs">
            {t('incidents.when', { when: momentIn(language, zone, one.at) })}
            {one.seenAt ? <span>{t('incidents.seenBy', { who: one.seenBy ?? t('program') })}</span> : null}
            {one.resolvedAt ? <Badge tone="success">{t('incidents.mended')}</Badge> : null}
          </p>
          {typeof said === 'string' ? (
            <p className="mt-1 break-words text-muted-foreground text-xs">{t('incidents.detail', { text: said })}</p>
          ) : null}
        </div>
      </div>
      <div className="flex flex-wrap items-center gap-2 pl-7.5 lg:pl-0">
        {kind === 'rule_failed' ? (
          <Way href="/policy">{t('incidents.rules')}</Way>
        ) : step ? (
          <Way href={`/chains/${chain.id}?step=${encodeURIComponent(step.id)}`}>{t('incidents.step')}</Way>
        ) : (
          <Way href={`/chains/${chain.id}`}>{t('incidents.chain')}</Way>
        )}
        {customer ? <Way href={`/customers/${customer.id}`}>{customer.name ?? t('incidents.customer')}</Way> : null}
        {may && !one.seenAt && !one.resolvedAt && kind !== 'unknown' ? (
          <Button size="small" look="ghost" disabled={away.isPending} onClick={seen}>
            {t('incidents.seen')}
          </Button>
        ) : null}
      </div>
    </li>
  );
}

function Way({ href, children }: { href: string; children: string }) {
  return (
    <Button size="small" asChild>
      <Link prefetch={false} href={href}>
        {children}
      </Link>
    </Button>
  );
}
