'use client';
import { Plus, Tags } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import { wordsFor } from '#core/language.ts';
import { Names } from '#editor/consent/names.tsx';
import { Failure, problemIn } from '#editor/consent/problem.tsx';
import { ShortNameField, useShortName } from '#editor/consent/shortname.tsx';
import { type Topic, useBrands, useDeleteTopic, usePutTopic, useTopics } from '#editor/data/consent.ts';
import { Button } from '#editor/ui/button.tsx';
import { Empty, Notice, Skeleton } from '#editor/ui/card.tsx';
import { Dialog, DialogDeeds } from '#editor/ui/dialog.tsx';
import { Field } from '#editor/ui/field.tsx';
import { Input, Select } from '#editor/ui/input.tsx';
import { Table, Td, Th } from '#editor/ui/table.tsx';

const FRESH: Topic = { id: '', brand: 'default', names: {}, family: null };

/** What customers choose among on their page of preferences. */
export function Topics({ may }: { may: boolean }) {
  const t = useTranslations('consent');
  const locale = useLocale();
  const topics = useTopics();
  const brands = useBrands().data ?? [];
  const [open, setOpen] = useState<Topic | null>(null);
  const items = topics.data ?? [];
  const brandName = (id: string) => {
    const brand = brands.find((one) => one.id === id);
    return brand ? (brand.names[locale] ?? brand.name) : id;
  };
  const add = may ? (
    <Button look={items.length === 0 ? 'primary' : 'secondary'} onClick={() => setOpen(FRESH)}>
      <Plus aria-hidden />
      {t('topic.new')}
    </Button>
  ) : undefined;
  return (
    <section className="grid gap-3">
      <div className="flex flex-wrap items-end justify-between gap-3">
        <div>
          <h2 className="font-semibold text-lg">{t('topics')}</h2>
          <p className="max-w-prose text-muted-foreground text-sm">{t('topicsWhat')}</p>
        </div>
        {items.length > 0 ? add : null}
      </div>
      {topics.isPending ? <Skeleton className="h-24" /> : null}
      {topics.isError ? <Notice tone="danger">{topics.error.message}</Notice> : null}
      {topics.data && items.length === 0 ? (
        <Empty icon={<Tags aria-hidden />} title={t('topic.none')} action={add}>
          {t('topic.noneWhat')}
        </Empty>
      ) : null}
      {items.length > 0 ? (
        <Table label={t('topics')}>
          <thead>
            <tr>
              <Th>{t('topic.name')}</Th>
              <Th>{t('languages')}</Th>
              <Th>{t('topic.family')}</Th>
              <Th>{t('topic.brand')}</Th>
            </tr>
          </thead>
          <tbody>
            {items.map((topic) => (
              <tr key={topic.id}>
                <Td>
                  <Button
                    look="link"
                    className="h-auto whitespace-normal px-0 text-left"
                    onClick={() => setOpen(topic)}
                  >
                    {wordsFor(topic.names, locale) ?? topic.id}
                  </Button>
                  <p className="text-muted-foreground text-xs">{topic.id}</p>
                </Td>
                <Td>{Object.keys(topic.names).join(', ')}</Td>
                <Td>{topic.family ?? '–'}</Td>
                <Td>{brandName(topic.brand)}</Td>
              </tr>
            ))}
          </tbody>
        </Table>
      ) : null}
      {open ? (
        <TopicForm
          topic={open}
          may={may}
          brands={brands.map(({ id }) => ({ id, name: brandName(id) }))}
          taken={items}
          onClose={() => setOpen(null)}
        />
      ) : null}
    </section>
  );
}

function TopicForm({
  topic,
  may,
  brands,
  taken,
  onClose,
}: {
  topic: Topic;
  may: boolean;
  brands: { id: string; name: string }[];
  taken: readonly Topic[];
  onClose(): void;
}) {
  const t = useTranslations('consent');
  const desk = useTranslations('desk');
  const families = useId();
  const save = usePutTopic();
  const remove = useDeleteTopic();
  const [form, setForm] = useState(topic);
  const put = (change: Partial<Topic>) => setForm((now) => ({ ...now, ...change }));
  const failure = save.error ?? remove.error;
  const fresh = topic.id === '';
  const short = useShortName(Object.values(form.names)[0] ?? '', taken);
  const given = Object.values(form.names).some((name) => name.trim());
  return (
    <Dialog open onOpenChange={(open) => open || onClose()} title={t(fresh ? 'topic.new' : 'topic.edit')}>
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          const names = Object.fromEntries(Object.entries(form.names).filter(([, name]) => name.trim()));
          const family = form.family?.trim() || null;
          save.mutate({ ...form, id: fresh ? short.id : topic.id, names, family }, { onSuccess: onClose });
        }}
      >
        <Names names={form.names} disabled={!may} change={(names) => put({ names })} />
        {fresh ? <ShortNameField name={short} problem={problemIn(failure, 'topic')} /> : null}
        <Field label={t('topic.family')} hint={t('topic.familyHint')}>
          {(control) => (
            <>
              <Input
                {...control}
                list={families}
                maxLength={64}
                disabled={!may}
                value={form.family ?? ''}
                onChange={({ target }) => put({ family: target.value })}
              />
              <datalist id={families}>
                {[...new Set(taken.flatMap(({ family }) => family ?? []))].map((family) => (
                  <option key={family} value={family} />
                ))}
              </datalist>
            </>
          )}
        </Field>
        {brands.length > 1 ? (
          <Field
            label={t('topic.brand')}
            hint={fresh ? undefined : t('topic.brandStays')}
            problem={problemIn(failure, 'brand')}
          >
            {(control) => (
              <Select
                {...control}
                disabled={!fresh}
                value={form.brand}
                onChange={({ target }) => put({ brand: target.value })}
              >
                {brands.map((brand) => (
                  <option key={brand.id} value={brand.id}>
                    {brand.name}
                  </option>
                ))}
              </Select>
            )}
          </Field>
        ) : null}
        <Failure error={failure} />
        {may ? (
          <DialogDeeds>
            {fresh ? null : (
              <Button
                look="ghost"
                className="mr-auto"
                disabled={remove.isPending}
                onClick={() => remove.mutate(topic.id, { onSuccess: onClose })}
              >
                {t('delete')}
              </Button>
            )}
            <Button onClick={onClose}>{desk('cancel')}</Button>
            <Button type="submit" look="primary" disabled={save.isPending || !given || (fresh && short.taken)}>
              {desk('save')}
            </Button>
          </DialogDeeds>
        ) : null}
      </form>
    </Dialog>
  );
}
