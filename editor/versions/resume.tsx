'use client';
import { useQuery } from '@tanstack/react-query';
import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import type { ResumeDecision } from '#core/policy/rule.ts';
import { api } from '#editor/data/api.ts';
import { Button } from '#editor/ui/button.tsx';
import { Notice, Skeleton } from '#editor/ui/card.tsx';
import { Dialog } from '#editor/ui/dialog.tsx';
import { Input } from '#editor/ui/input.tsx';
import { type Language, numberIn } from '#editor/ui/moment.ts';
import { Table, Td, Th } from '#editor/ui/table.tsx';
import type { Deed } from '#editor/versions/deeds.tsx';
import { useStepNames } from '#editor/versions/names.ts';

const AGES = ['underHour', 'underDay', 'underWeek', 'older'] as const;
type Late = { step: string; total: number } & Record<(typeof AGES)[number], number>;
const KINDS = ['send', 'skip', 'shift'] as const;

/** What fell due during the pause, by step and age, and what becomes of it. */
export function Resume({
  chain,
  busy,
  onDeed,
  onClose,
}: {
  chain: string;
  busy: boolean;
  onDeed: (deed: Deed) => void;
  onClose: () => void;
}) {
  const t = useTranslations('publish');
  const desk = useTranslations('desk');
  const language = useLocale() as Language;
  const asked = useQuery({
    queryKey: ['overdue', chain],
    queryFn: () => api<{ overdue: Late[] }>(`/chains/${chain}/resume`, { method: 'POST', body: {} }),
    gcTime: 0,
  });
  const [kind, setKind] = useState<(typeof KINDS)[number]>('send');
  const [amount, setAmount] = useState({ send: '24', skip: '3' });
  const late = asked.data?.overdue ?? [];
  const total = late.reduce((sum, row) => sum + row.total, 0);
  const name = useStepNames(
    chain,
    late.map(({ step }) => step),
  );
  // With nothing overdue there is nothing to leave out, and to send it means that all dates stay.
  const kinds = total > 0 ? KINDS : (['send', 'shift'] as const);
  const decision: ResumeDecision =
    kind === 'send'
      ? { kind, overHours: total > 0 ? Number(amount.send) || 0 : 0 }
      : kind === 'skip'
        ? { kind, olderThanDays: Number(amount.skip) || 0 }
        : { kind };
  return (
    <Dialog open onOpenChange={onClose} title={t('resumeTitle')}>
      {asked.error ? (
        <Notice tone="danger" className="flex items-center justify-between gap-3">
          {asked.error.message}
          <Button onClick={() => asked.refetch()}>{desk('again')}</Button>
        </Notice>
      ) : !asked.data ? (
        <Skeleton className="h-24" />
      ) : (
        <p className="text-sm">{t('overdue', { count: total })}</p>
      )}
      {total > 0 ? (
        <Table label={t('overdueBy')}>
          <thead>
            <tr>
              <Th>{t('overdueStep')}</Th>
              {AGES.map((age) => (
                <Th key={age}>{t(`ages.${age}`)}</Th>
              ))}
            </tr>
          </thead>
          <tbody>
            {late.map((row) => (
              <tr key={row.step}>
                <Td>{name(row.step)}</Td>
                {AGES.map((age) => (
                  <Td key={age} className="tabular-nums">
                    {numberIn(language, row[age])}
                  </Td>
                ))}
              </tr>
            ))}
          </tbody>
        </Table>
      ) : null}
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          onDeed({ path: 'resume', body: { decision }, said: t('resumed') });
        }}
      >
        <fieldset className="grid gap-3 text-sm">
          <legend className="mb-2 font-medium">{t(total > 0 ? 'decide' : 'decideDates')}</legend>
          {kinds.map((each) => (
            <div key={each} className="flex flex-wrap items-center gap-2">
              <label className="flex items-center gap-2">
                <input
                  type="radio"
                  name="decision"
                  className="size-4 shrink-0 accent-primary"
                  checked={kind === each}
                  onChange={() => setKind(each)}
                />
                {t(total === 0 && each === 'send' ? 'keep' : each)}
              </label>
              {each !== 'shift' && total > 0 ? (
                <>
                  <Input
                    type="number"
                    min={0}
                    max={each === 'send' ? 8_760 : 3_650}
                    className="w-20"
                    aria-label={t(`${each}Amount`)}
                    value={amount[each]}
                    onFocus={() => setKind(each)}
                    onChange={(event) => setAmount((now) => ({ ...now, [each]: event.target.value }))}
                  />
                  <span>{t(`${each}Unit`)}</span>
                </>
              ) : null}
            </div>
          ))}
        </fieldset>
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{desk('cancel')}</Button>
          <Button type="submit" look="primary" disabled={busy || !asked.data}>
            {t('resumeDo')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
