'use client';
import { MailX, Plus } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { type Suppression, useSuppressionCounts, useSuppressions } from '#editor/data/consent.ts';
import { useMay } from '#editor/data/me.ts';
import { Add } from '#editor/suppression/add.tsx';
import { KINDS, REASONS, Reason, Since } from '#editor/suppression/entry.tsx';
import { Find } from '#editor/suppression/find.tsx';
import { Lift } from '#editor/suppression/lift.tsx';
import { Button } from '#editor/ui/button.tsx';
import { Empty, Notice, Skeleton } from '#editor/ui/card.tsx';
import { Field } from '#editor/ui/field.tsx';
import { Select } from '#editor/ui/input.tsx';
import { type Language, numberIn } from '#editor/ui/moment.ts';
import { Table, Td, Th } from '#editor/ui/table.tsx';

/** Addresses nothing is sent to: looked up, listed by reason, added by hand, lifted with a reason. */
export function SuppressionRoom() {
  const t = useTranslations('suppression');
  const mayWrite = useMay('customers:write');
  const [adding, setAdding] = useState(false);
  const [lifting, setLifting] = useState<Suppression | null>(null);
  return (
    <div className="grid gap-6">
      <div className="flex flex-wrap items-start justify-between gap-3">
        <p className="max-w-prose text-muted-foreground text-sm">{t('what')}</p>
        {mayWrite ? (
          <Button onClick={() => setAdding(true)}>
            <Plus aria-hidden />
            {t('add')}
          </Button>
        ) : null}
      </div>
      <Find may={mayWrite} lift={setLifting} />
      <Counts />
      <List may={mayWrite} lift={setLifting} />
      {adding ? <Add onClose={() => setAdding(false)} /> : null}
      {lifting ? <Lift suppression={lifting} onClose={() => setLifting(null)} /> : null}
    </div>
  );
}

function Counts() {
  const t = useTranslations('suppression');
  const language = useLocale() as Language;
  const { data } = useSuppressionCounts();
  if (!data) return null;
  const { most, counted } = data.softErrors;
  return (
    <section aria-label={t('counts')} className="grid gap-2 text-sm">
      <ul className="flex flex-wrap gap-x-6 gap-y-1">
        {data.reasons.map(({ reason, addresses }) => (
          <li key={reason}>
            <span className="font-semibold tabular-nums">{numberIn(language, addresses)}</span>{' '}
            <span className="text-muted-foreground">{t(`reason.${reason}`)}</span>
          </li>
        ))}
      </ul>
      <p className="text-muted-foreground text-xs">
        {t('softRule', { most })}{' '}
        {counted.length === 0
          ? t('softNone')
          : counted.map(({ errors, addresses }) => t('softCount', { errors, addresses })).join(' · ')}
      </p>
    </section>
  );
}

function List({ may, lift }: { may: boolean; lift(suppression: Suppression): void }) {
  const t = useTranslations('suppression');
  const [reason, setReason] = useState('');
  const [kind, setKind] = useState('');
  const list = useSuppressions({ ...(reason ? { reason } : {}), ...(kind ? { kind } : {}) });
  const rows = list.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <section className="grid gap-3">
      <div className="flex flex-wrap items-end gap-3">
        <h2 className="mr-auto font-semibold text-lg max-sm:basis-full">{t('list')}</h2>
        <Field label={t('byReason')} className="w-52 max-sm:flex-1">
          {(control) => (
            <Select {...control} value={reason} onChange={({ target }) => setReason(target.value)}>
              <option value="">{t('all')}</option>
              {REASONS.map((one) => (
                <option key={one} value={one}>
                  {t(`reason.${one}`)}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field label={t('kind')} className="w-40 max-sm:flex-1">
          {(control) => (
            <Select {...control} value={kind} onChange={({ target }) => setKind(target.value)}>
              <option value="">{t('all')}</option>
              {KINDS.map((one) => (
                <option key={one} value={one}>
                  {t(`kinds.${one}`)}
                </option>
              ))}
            </Select>
          )}
        </Field>
      </div>
      {list.isPending ? <Skeleton className="h-40" /> : null}
      {list.isError ? <Notice tone="danger">{list.error.message}</Notice> : null}
      {list.data && rows.length === 0 ? (
        <Empty icon={<MailX aria-hidden />} title={t(reason || kind ? 'noneSuch' : 'none')}>
          {t('noneWhat')}
        </Empty>
      ) : null}
      {rows.length > 0 ? (
        <Table label={t('list')}>
          <thead>
            <tr>
              <Th>{t('address')}</Th>
              <Th>{t('why')}</Th>
              <Th>{t('since')}</Th>
              {may ? (
                <Th>
                  <span className="sr-only">{t('lift')}</span>
                </Th>
              ) : null}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.id}>
                <Td>
                  <span className="whitespace-nowrap font-medium">{row.hint}</span>
                  <span className="block text-muted-foreground text-xs">{t(`kinds.${row.kind}`)}</span>
                </Td>
                <Td className="min-w-44">
                  <Reason suppression={row} />
                </Td>
                <Td className="whitespace-nowrap">
                  <Since suppression={row} />
                </Td>
                {may ? (
                  <Td className="text-right">
                    <Button size="small" aria-label={t('liftOf', { hint: row.hint })} onClick={() => lift(row)}>
                      {t('lift')}
                    </Button>
                  </Td>
                ) : null}
              </tr>
            ))}
          </tbody>
        </Table>
      ) : null}
      {list.hasNextPage ? (
        <Button className="justify-self-center" disabled={list.isFetching} onClick={() => list.fetchNextPage()}>
          {t('more')}
        </Button>
      ) : null}
    </section>
  );
}
