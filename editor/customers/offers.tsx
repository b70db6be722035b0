'use client';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { wordsFor } from '#core/language.ts';
import { useMoments } from '#editor/customers/words.ts';
import { api } from '#editor/data/api.ts';
import { useOffers } from '#editor/data/contents.ts';
import { useAnswers, useDeed } from '#editor/data/customers.ts';
import { useMay } from '#editor/data/me.ts';
import { Button } from '#editor/ui/button.tsx';
import { Card, Notice } from '#editor/ui/card.tsx';
import { Dialog } from '#editor/ui/dialog.tsx';
import { Field } from '#editor/ui/field.tsx';
import { Select } from '#editor/ui/input.tsx';
import { toast } from '#editor/ui/toast.tsx';

const ANSWERS = ['refused', 'accepted', 'owned'] as const;

/** What the customer answered to offers: while it holds, the offer is not made again on any channel. */
export function Offers({ id }: { id: string }) {
  const t = useTranslations('customers');
  const { language, date } = useMoments();
  const may = useMay('customers:write');
  const answers = useAnswers(id);
  const offers = useOffers();
  const [open, setOpen] = useState(false);
  const nameOf = (offer: string) => {
    const names = offers.data?.items.find((one) => one.id === offer)?.names;
    return (names && wordsFor(names, language)) ?? offer;
  };
  const items = answers.data?.items ?? [];
  return (
    <Card aria-label={t('offers.title')} className="grid gap-3">
      <div className="flex items-center justify-between gap-2">
        <h2 className="font-semibold">{t('offers.title')}</h2>
        {may ? (
          <Button size="small" look="ghost" onClick={() => setOpen(true)}>
            {t('offers.add')}
          </Button>
        ) : null}
      </div>
      {answers.error ? <Notice tone="danger">{answers.error.message}</Notice> : null}
      {answers.data && items.length === 0 ? <p className="text-muted-foreground text-sm">{t('offers.none')}</p> : null}
      <ul className="grid gap-2 text-sm">
        {items.map(({ offer, answer, until, at }) => (
          <li key={offer}>
            {nameOf(offer)}
            <span className="block text-muted-foreground text-xs">
              {t(`offers.answers.${answer}`)} {until ? t('offers.until', { when: date(until) }) : t('offers.forGood')},{' '}
              {date(at)}
            </span>
          </li>
        ))}
      </ul>
      {open ? <Answer id={id} nameOf={nameOf} onClose={() => setOpen(false)} /> : null}
    </Card>
  );
}

function Answer({ id, nameOf, onClose }: { id: string; nameOf: (offer: string) => string; onClose: () => void }) {
  const t = useTranslations('customers');
  const desk = useTranslations('desk');
  const offers = useOffers().data?.items ?? [];
  const [offer, setOffer] = useState('');
  const [answer, setAnswer] = useState<string>('refused');
  const save = useDeed(id, () =>
    api(`/customers/${id}/offer-answers`, { method: 'POST', body: { offer, answer, source: 'editor' } }),
  );
  return (
    <Dialog open onOpenChange={(next) => !next && onClose()} title={t('offers.add')}>
      {offers.length === 0 ? (
        <Notice>
          {t('offers.noOffers')}{' '}
          <Link href="/contents?tab=offers" className="underline underline-offset-4">
            {t('offers.toOffers')}
          </Link>
        </Notice>
      ) : null}
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate(undefined, {
            onSuccess: () => {
              toast.success(t('offers.saved'));
              onClose();
            },
          });
        }}
      >
        <Field label={t('offers.offer')}>
          {(control) => (
            <Select {...control} required value={offer} onChange={(event) => setOffer(event.target.value)}>
              <option value="" />
              {offers.map((one) => (
                <option key={one.id} value={one.id}>
                  {nameOf(one.id)}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field label={t('offers.answer')}>
          {(control) => (
            <Select {...control} value={answer} onChange={(event) => setAnswer(event.target.value)}>
              {ANSWERS.map((one) => (
                <option key={one} value={one}>
                  {t(`offers.answers.${one}`)}
                </option>
              ))}
            </Select>
          )}
        </Field>
        {save.error ? <Notice tone="danger">{save.error.message}</Notice> : null}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{desk('cancel')}</Button>
          <Button type="submit" look="primary" disabled={save.isPending || offer === ''}>
            {desk('save')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
