'use client';
import { Plus, Tag } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { wordsFor } from '#core/language.ts';
import { Failure, problemIn } from '#editor/consent/problem.tsx';
import { ShortNameField, useShortName } from '#editor/consent/shortname.tsx';
import { dayOf, endOfDay, standing, startOfDay } from '#editor/contents/validity.ts';
import { type Offer, useDeleteOffer, useOffers, useSaveOffer, useTopics } from '#editor/data/contents.ts';
import { useMay, useMe } from '#editor/data/me.ts';
import { Button } from '#editor/ui/button.tsx';
import { Badge, Empty, Notice, Skeleton } from '#editor/ui/card.tsx';
import { Dialog, DialogDeeds } from '#editor/ui/dialog.tsx';
import { Field } from '#editor/ui/field.tsx';
import { Input, Select, Textarea } from '#editor/ui/input.tsx';
import { dayIn, type Language } from '#editor/ui/moment.ts';
import { Table, Td, Th } from '#editor/ui/table.tsx';

const FRESH: Offer = {
  ...{ id: '', names: {}, descriptions: {}, brand: 'default', topic: null, product: null },
  ...{ validFrom: null, validUntil: null },
};
const TONE = { running: 'success', coming: 'wait', over: 'plain' } as const;

export function Offers() {
  const t = useTranslations('contents');
  const locale = useLocale() as Language;
  const me = useMe().data;
  const mayWrite = useMay('chains:write');
  const offers = useOffers();
  const [open, setOpen] = useState<Offer | null>(null);
  const zone = me?.company.zone ?? 'UTC';
  const day = (iso: string) => dayIn(locale, dayOf(iso, zone));
  const items = offers.data?.items ?? [];

  return (
    <div className="grid gap-4">
      {mayWrite ? (
        <Button look="primary" className="justify-self-end" onClick={() => setOpen(FRESH)}>
          <Plus aria-hidden />
          {t('offer.new')}
        </Button>
      ) : null}
      {offers.error ? <Notice tone="danger">{offers.error.message}</Notice> : null}
      {offers.isPending ? <Skeleton className="h-40" /> : null}
      {offers.data && items.length === 0 ? (
        <Empty icon={<Tag aria-hidden />} title={t('offer.none')}>
          {t('offer.noneHint')}
        </Empty>
      ) : null}
      {items.length > 0 ? (
        <Table label={t('offers')}>
          <thead>
            <tr>
              <Th>{t('offer.name')}</Th>
              <Th>{t('offer.validity')}</Th>
              <Th>{t('offer.topic')}</Th>
              <Th>{t('offer.product')}</Th>
            </tr>
          </thead>
          <tbody>
            {items.map((offer) => {
              const now = standing(offer, me?.now ?? '');
              return (
                <tr key={offer.id}>
                  <Td>
                    <Button
                      look="link"
                      className="h-auto whitespace-normal px-0 text-left"
                      onClick={() => setOpen(offer)}
                    >
                      {wordsFor(offer.names, locale) ?? offer.id}
                    </Button>
                    <p className="text-muted-foreground text-xs">{offer.id}</p>
                  </Td>
                  <Td>
                    <Badge tone={TONE[now]}>{t(`offer.standing.${now}`)}</Badge>
                    <p className="mt-1 text-muted-foreground text-xs">
                      {offer.validFrom ? t('offer.from', { day: day(offer.validFrom) }) : null}{' '}
                      {offer.validUntil ? t('offer.until', { day: day(offer.validUntil) }) : t('offer.always')}
                    </p>
                  </Td>
                  <Td>{offer.topic ?? '–'}</Td>
                  <Td>{offer.product ?? '–'}</Td>
                </tr>
              );
            })}
          </tbody>
        </Table>
      ) : null}
      {open ? (
        <OfferForm offer={open} zone={zone} mayWrite={mayWrite} taken={items} onClose={() => setOpen(null)} />
      ) : null}
    </div>
  );
}

function OfferForm({
  offer,
  zone,
  mayWrite,
  taken,
  onClose,
}: {
  offer: Offer;
  zone: string;
  mayWrite: boolean;
  taken: readonly Offer[];
  onClose: () => void;
}) {
  const t = useTranslations('contents');
  const locale = useLocale();
  const save = useSaveOffer();
  const remove = useDeleteOffer();
  const topics = useTopics();
  const [form, setForm] = useState(offer);
  const put = (change: Partial<Offer>) => setForm((now) => ({ ...now, ...change }));
  const failure = save.error ?? remove.error;
  const problem = (field: string) => problemIn(failure, field);
  const fresh = offer.id === '';
  const short = useShortName(form.names[locale] || Object.values(form.names).find(Boolean) || '', taken);

  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={t(fresh ? 'offer.new' : 'offer.edit')}>
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          const filled = (words: Record<string, string>) =>
            Object.fromEntries(Object.entries(words).filter(([, word]) => word.trim()));
          const id = fresh ? short.id : offer.id;
          const body = { ...form, id, names: filled(form.names), descriptions: filled(form.descriptions) };
          save.mutateAsync(body).then(onClose, () => undefined);
        }}
      >
        <div className="grid gap-4 sm:grid-cols-2">
          {(['en', 'fr'] as const).map((tag) => (
            <Field key={tag} label={t(`offer.nameIn.${tag}`)}>
              {(control) => (
                <Input
                  {...control}
                  required={tag === locale}
                  maxLength={200}
                  value={form.names[tag] ?? ''}
                  onChange={(event) => put({ names: { ...form.names, [tag]: event.target.value } })}
                />
              )}
            </Field>
          ))}
          {fresh ? (
            <div className="sm:col-span-2">
              <ShortNameField name={short} problem={problem('offer')} />
            </div>
          ) : null}
          <Field label={t('offer.validFrom')} problem={problem('validFrom')}>
            {(control) => (
              <Input
                {...control}
                type="date"
                value={dayOf(form.validFrom, zone)}
                onChange={(event) => put({ validFrom: startOfDay(event.target.value, zone) })}
              />
            )}
          </Field>
          <Field label={t('offer.validUntil')} problem={problem('validUntil')}>
            {(control) => (
              <Input
                {...control}
                type="date"
                value={dayOf(form.validUntil, zone)}
                onChange={(event) => put({ validUntil: endOfDay(event.target.value, zone) })}
              />
            )}
          </Field>
          <Field label={t('offer.topic')} problem={problem('topic')}>
            {(control) => (
              <Select
                {...control}
                value={form.topic ?? ''}
                onChange={(event) => put({ topic: event.target.value || null })}
              >
                <option value="">{t('offer.noTopic')}</option>
                {topics.data?.items.map((topic) => (
                  <option key={topic.id} value={topic.id}>
                    {wordsFor(topic.names, locale) ?? topic.id}
                  </option>
                ))}
              </Select>
            )}
          </Field>
          <Field label={t('offer.product')}>
            {(control) => (
              <Input
                {...control}
                value={form.product ?? ''}
                onChange={(event) => put({ product: event.target.value || null })}
              />
            )}
          </Field>
        </div>
        {(['en', 'fr'] as const).map((tag) => (
          <Field key={tag} label={t(`offer.descriptionIn.${tag}`)}>
            {(control) => (
              <Textarea
                {...control}
                value={form.descriptions[tag] ?? ''}
                onChange={(event) => put({ descriptions: { ...form.descriptions, [tag]: event.target.value } })}
              />
            )}
          </Field>
        ))}
        <Failure error={failure} />
        {mayWrite ? (
          <DialogDeeds>
            {fresh ? null : (
              <Button
                className="mr-auto"
                look="ghost"
                onClick={() => remove.mutateAsync(offer.id).then(onClose, () => undefined)}
              >
                {t('offer.delete')}
              </Button>
            )}
            <Button onClick={onClose}>{t('cancel')}</Button>
            <Button type="submit" look="primary" disabled={save.isPending || (fresh && short.taken)}>
              {t('save')}
            </Button>
          </DialogDeeds>
        ) : null}
      </form>
    </Dialog>
  );
}
