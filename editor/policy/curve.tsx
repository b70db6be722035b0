'use client';
import dynamic from 'next/dynamic';
import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { useCurve } from '#editor/data/experiment.ts';
import { Button } from '#editor/ui/button.tsx';
import { Card, Notice, Skeleton } from '#editor/ui/card.tsx';
import { Field } from '#editor/ui/field.tsx';
import { Select } from '#editor/ui/input.tsx';
import { type Language, numberIn } from '#editor/ui/moment.ts';
import { Table, Td, Th } from '#editor/ui/table.tsx';

const CurveChart = dynamic(() => import('#editor/policy/curvechart.tsx').then((m) => m.CurveChart), {
  ssr: false,
  loading: () => <Skeleton className="h-72" />,
});

const BACK = [90, 180, 365];

/** Answers and opt-outs by the contacts somebody had had in 30 days: drawn when asked for, for it reads long history. */
export function Curve() {
  const t = useTranslations('experiment');
  const language = useLocale() as Language;
  const [open, setOpen] = useState(false);
  const [back, setBack] = useState(180);
  const curve = useCurve({ days: 30, within: 7, back }, open);
  const levels = curve.data?.levels.filter(({ customers }) => customers > 0) ?? [];
  const number = (n: number | null) => (n === null ? '–' : numberIn(language, n, 1));
  const level = ({ contacts, orMore }: { contacts: number; orMore: boolean }) =>
    orMore ? t('curve.orMore', { contacts }) : numberIn(language, contacts);
  return (
    <Card aria-label={t('curve.section')} className="grid gap-4">
      <div className="flex flex-wrap items-end justify-between gap-3">
        <div className="grid gap-1">
          <h2 className="font-semibold">{t('curve.title')}</h2>
          <p className="max-w-prose text-muted-foreground text-sm">{t('curve.what')}</p>
        </div>
        {open ? (
          <Field label={t('curve.back')} className="w-40">
            {(control) => (
              <Select {...control} value={back} onChange={({ target }) => setBack(Number(target.value))}>
                {BACK.map((days) => (
                  <option key={days} value={days}>
                    {t('curve.days', { days })}
                  </option>
                ))}
              </Select>
            )}
          </Field>
        ) : (
          <Button onClick={() => setOpen(true)}>{t('curve.draw')}</Button>
        )}
      </div>
      {open && curve.isPending ? <Skeleton className="h-72" /> : null}
      {curve.isError ? <Notice tone="danger">{curve.error.message}</Notice> : null}
      {curve.data && levels.length === 0 ? <p className="text-sm">{t('curve.none')}</p> : null}
      {levels.length > 0 ? (
        <>
          <CurveChart
            levels={levels.map((one) => ({
              ...{ level: level(one), response: one.response.value ?? 0, optOut: one.optOut.value ?? 0 },
              responseSpan: spread(one.response),
              optOutSpan: spread(one.optOut),
            }))}
            names={{
              response: t('curve.response'),
              optOut: t('curve.optOut'),
              x: t('curve.level'),
              y: t('curve.per1000'),
            }}
          />
          <Table label={t('curve.title')}>
            <thead>
              <tr>
                <Th>{t('curve.level')}</Th>
                <Th className="text-right">{t('curve.customers')}</Th>
                <Th className="text-right">{t('curve.response')}</Th>
                <Th className="text-right">{t('curve.optOut')}</Th>
              </tr>
            </thead>
            <tbody>
              {levels.map((one) => (
                <tr key={one.contacts}>
                  <Td>{level(one)}</Td>
                  <Td className="text-right tabular-nums">{numberIn(language, one.customers)}</Td>
                  {[one.response, one.optOut].map(({ value, low, high }, i) => (
                    // biome-ignore lint/suspicious/noArrayIndexKey: always these two.
                    <Td key={i} className="text-right tabular-nums">
                      {number(value)}{' '}
                      <span className="whitespace-nowrap text-muted-foreground text-xs">
                        {t('test.range', { low: number(low), high: number(high) })}
                      </span>
                    </Td>
                  ))}
                </tr>
              ))}
            </tbody>
          </Table>
          <p className="max-w-prose text-muted-foreground text-xs">{t('curve.beware')}</p>
        </>
      ) : null}
    </Card>
  );
}

/** Beneath and above the value, as error bars take it. */
function spread({
  value,
  low,
  high,
}: {
  value: number | null;
  low: number | null;
  high: number | null;
}): [number, number] {
  return value === null || low === null || high === null ? [0, 0] : [value - low, high - value];
}
