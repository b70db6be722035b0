'use client';
import { Plus, Tag } from 'lucide-react';
import { useFormatter, useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { wordsFor } from '#core/language.ts';
import { dayOf, endOfDay, standing, startOfDay } from '#editor/contents/validity.ts';
import { ApiProblem } from '#editor/data/api.ts';
import { type Offer, useDeleteOffer, useOffers, useSaveOffer, useTopics } from '#editor/data/contents.ts';
import { useMay, useMe } from '#editor/data/me.ts';
import { Button } from '#editor/ui/button.tsx';
import { Badge, Empty, Notice, Skeleton } from '#editor/ui/card.tsx';
import { Dialog } from '#editor/ui/dialog.tsx';
import { Field } from '#editor/ui/field.tsx';
import { Input, Select, Textarea } from '#editor/ui/input.tsx';
import { Table, Td, Th } from '#editor/ui/table.tsx';

const FRESH: Offer = {
  ...{ id: '', names: {}, descriptions: {}, brand: 'default', topic: null, product: null },
  ...{ validFrom: null, validUntil: null },
};
const TONE = { running: 'success', coming: 'wait', over: 'plain' } as const;

export function Offers() {
  const t = useTranslations('contents');
  const locale = useLocale();
  const format = useFormatter();
  const me = useMe().data;
  const mayWrite = useMay('chains:write');
  const offers = useOffers();
  const [open, setOpen] = useState<Offer | null>(null);
  const zone = me?.company.zone ?? 'UTC';
  const day = (iso: string) => format.dateTime(new Date(iso), { dateStyle: 'medium', timeZone: zone });
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
      {open ? <OfferForm offer={open} zone={zone} mayWrite={mayWrite} onClose={() => setOpen(null)} /> : null}
    </div>
  );
}

function OfferForm({
  offer,
  zone,
  mayWrite,
  onClose,
}: {
  offer: Offer;
  zone: string;
  mayWrite: boolean;
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
  const problems = failure instanceof ApiProblem ? failure.problems : [];
  const problem = (field: string) => problems.find((p) => p.field === field)?.message;

  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={t(offer.id ? 'offer.edit' : 'offer.new')}>
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          const filled = (words: Record<string, string>) =>
            Object.fromEntries(Object.entries(words).filter(([, word]) => word.trim()));
          const body = { ...form, names: filled(form.names), descriptions: filled(form.descriptions) };
          save.mutateAsync(body).then(onClose, () => undefined);
        }}
      >
        <Field label={t('offer.id')} hint={t('offer.idHint')} problem={problem('offer')}>
          {(control) => (
            <Input
              {...control}
              required
              pattern="[A-Za-z0-9][A-Za-z0-9_.\-]*"
              maxLength={64}
              disabled={offer.id !== ''}
              value={form.id}
              onChange={(event) => put({ id: event.target.value })}
            />
          )}
        </Field>
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
        {failure ? <Notice tone="danger">{failure.message}</Notice> : null}
        {mayWrite ? (
          <div className="flex justify-end gap-2">
            {offer.id ? (
              <Button
                className="mr-auto"
                look="ghost"
                onClick={() => remove.mutateAsync(offer.id).then(onClose, () => undefined)}
              >
                {t('offer.delete')}
              </Button>
            ) : null}
            <Button onClick={onClose}>{t('cancel')}</Button>
            <Button type="submit" look="primary" disabled={save.isPending}>
              {t('save')}
            </Button>
          </div>
        ) : null}
      </form>
    </Dialog>
  );
}
