'use client';
import { Plus } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { Names } from '#editor/consent/names.tsx';
import { Failure, problemIn } from '#editor/consent/problem.tsx';
import { ShortNameField, useShortName } from '#editor/consent/shortname.tsx';
import { type Brand, useBrands, useDeleteBrand, usePutBrand } from '#editor/data/consent.ts';
import { useMe } from '#editor/data/me.ts';
import { Button } from '#editor/ui/button.tsx';
import { Notice, Skeleton } from '#editor/ui/card.tsx';
import { Dialog, DialogDeeds } from '#editor/ui/dialog.tsx';
import { Field } from '#editor/ui/field.tsx';
import { Input } from '#editor/ui/input.tsx';
import { Table, Td, Th } from '#editor/ui/table.tsx';

const FRESH: Brand = { id: '', name: '', names: {}, sender: {} };

/** Whose name stands on a message and on the pages behind its links. */
export function Brands({ may }: { may: boolean }) {
  const t = useTranslations('consent');
  const locale = useLocale();
  const company = useMe().data?.company;
  const brands = useBrands();
  const [open, setOpen] = useState<Brand | null>(null);
  const items = brands.data ?? [];
  const land = company ? new Intl.DisplayNames([locale], { type: 'region' }).of(company.country) : '';
  return (
    <section className="grid gap-3">
      <div className="flex flex-wrap items-end justify-between gap-3">
        <div>
          <h2 className="font-semibold text-lg">{t('brands')}</h2>
          <p className="max-w-prose text-muted-foreground text-sm">{t('brandsWhat')}</p>
        </div>
        {may ? (
          <Button onClick={() => setOpen(FRESH)}>
            <Plus aria-hidden />
            {t('brand.new')}
          </Button>
        ) : null}
      </div>
      {brands.isPending ? <Skeleton className="h-16" /> : null}
      {brands.isError ? <Notice tone="danger">{brands.error.message}</Notice> : null}
      {items.length > 0 ? (
        <Table label={t('brands')}>
          <thead>
            <tr>
              <Th>{t('brand.name')}</Th>
              <Th>{t('brand.names')}</Th>
            </tr>
          </thead>
          <tbody>
            {items.map((brand) => (
              <tr key={brand.id}>
                <Td>
                  <Button
                    look="link"
                    className="h-auto whitespace-normal px-0 text-left"
                    onClick={() => setOpen(brand)}
                  >
                    {brand.names[locale] ?? brand.name}
                  </Button>
                  <p className="text-muted-foreground text-xs">
                    {brand.id === 'default' ? t('brand.first') : brand.id}
                  </p>
                </Td>
                <Td>
                  {Object.entries(brand.names)
                    .map(([tag, name]) => `${name} (${tag})`)
                    .join(', ') || '–'}
                </Td>
              </tr>
            ))}
          </tbody>
        </Table>
      ) : null}
      {company ? (
        <p className="text-muted-foreground text-xs">
          {t('brand.place', { zone: company.zone.replace('_', ' '), country: land ?? company.country })}
        </p>
      ) : null}
      {open ? <BrandForm brand={open} may={may} taken={items} onClose={() => setOpen(null)} /> : null}
    </section>
  );
}

function BrandForm({
  brand,
  may,
  taken,
  onClose,
}: {
  brand: Brand;
  may: boolean;
  taken: readonly Brand[];
  onClose(): void;
}) {
  const t = useTranslations('consent');
  const desk = useTranslations('desk');
  const save = usePutBrand();
  const remove = useDeleteBrand();
  const [form, setForm] = useState(brand);
  const failure = save.error ?? remove.error;
  const fresh = brand.id === '';
  const short = useShortName(form.name, taken);
  return (
    <Dialog open onOpenChange={(open) => open || onClose()} title={t(fresh ? 'brand.new' : 'brand.edit')}>
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          const names = Object.fromEntries(Object.entries(form.names).filter(([, name]) => name.trim()));
          save.mutate({ ...form, id: fresh ? short.id : brand.id, names }, { onSuccess: onClose });
        }}
      >
        <Field label={t('brand.name')} hint={t('brand.nameHint')} problem={problemIn(failure, 'name')}>
          {(control) => (
            <Input
              {...control}
              required
              maxLength={200}
              disabled={!may}
              value={form.name}
              onChange={({ target }) => setForm({ ...form, name: target.value })}
            />
          )}
        </Field>
        {fresh ? <ShortNameField name={short} problem={problemIn(failure, 'brand')} /> : null}
        <p className="font-medium text-sm">{t('brand.names')}</p>
        <Names names={form.names} disabled={!may} change={(names) => setForm({ ...form, names })} />
        <p className="text-muted-foreground text-xs">{t('brand.sender')}</p>
        <Failure error={failure} />
        {may ? (
          <DialogDeeds>
            {fresh || brand.id === 'default' ? null : (
              <Button
                look="ghost"
                className="mr-auto"
                disabled={remove.isPending}
                onClick={() => remove.mutate(brand.id, { onSuccess: onClose })}
              >
                {t('delete')}
              </Button>
            )}
            <Button onClick={onClose}>{desk('cancel')}</Button>
            <Button type="submit" look="primary" disabled={save.isPending || (fresh && short.taken)}>
              {desk('save')}
            </Button>
          </DialogDeeds>
        ) : null}
      </form>
    </Dialog>
  );
}
