'use client';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import type { Variant } from '#core/contents/template.ts';
import { addressesIn } from '#editor/contents/addresses.ts';
import { type ShownAs, useCreateProofList, useProof, useProofLists, useSendProof } from '#editor/data/contents.ts';
import { useMay } from '#editor/data/me.ts';
import { Button } from '#editor/ui/button.tsx';
import { Notice } from '#editor/ui/card.tsx';
import { Dialog } from '#editor/ui/dialog.tsx';
import { Field } from '#editor/ui/field.tsx';
import { Input, Select, Textarea } from '#editor/ui/input.tsx';

/** Sends the message, marked [BAT], to colleagues, and says what became of it. */
export function ProofDialog({
  template,
  variants,
  as,
  onClose,
}: {
  template: string;
  variants: Record<string, Variant>;
  as: ShownAs;
  onClose: () => void;
}) {
  const t = useTranslations('contents');
  const lists = useProofLists(true);
  const send = useSendProof();
  const make = useCreateProofList();
  const mayMake = useMay('chains:write');
  const [list, setList] = useState('');
  const [name, setName] = useState('');
  const [addresses, setAddresses] = useState('');
  const proof = useProof(send.data?.id ?? null).data ?? send.data;
  const items = lists.data?.items ?? [];
  const chosen = list || (items[0]?.id ?? 'new');
  const failure = send.error ?? make.error;

  async function submit() {
    const target =
      chosen === 'new' ? (await make.mutateAsync({ name, addresses: addressesIn(addresses).addresses })).id : chosen;
    setList(target);
    await send.mutateAsync({ variants, list: target, template, as });
  }

  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={t('proof.title')} description={t('proof.about')}>
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          submit().catch(() => undefined);
        }}
      >
        <Field label={t('proof.list')}>
          {(control) => (
            <Select {...control} value={chosen} onChange={(event) => setList(event.target.value)}>
              {items.map((item) => (
                <option key={item.id} value={item.id}>
                  {t('proof.listOf', { name: item.name, count: item.addresses.length })}
                </option>
              ))}
              {mayMake || items.length === 0 ? <option value="new">{t('proof.newList')}</option> : null}
            </Select>
          )}
        </Field>
        {chosen === 'new' ? (
          <>
            <Field label={t('proof.name')}>
              {(control) => <Input {...control} required value={name} onChange={(e) => setName(e.target.value)} />}
            </Field>
            <Field label={t('proof.addresses')} hint={t('proof.addressesHint')}>
              {(control) => (
                <Textarea {...control} required value={addresses} onChange={(e) => setAddresses(e.target.value)} />
              )}
            </Field>
          </>
        ) : null}
        {failure ? <Notice tone="danger">{failure.message}</Notice> : null}
        {proof ? (
          <div aria-live="polite" className="grid gap-1 rounded-lg border bg-muted px-4 py-3 text-sm">
            {Object.entries(proof.fates).map(([fate, count]) => (
              <p key={fate}>
                {t(t.has(`proof.fates.${fate}`) ? `proof.fates.${fate}` : 'proof.fates.failed', { count })}
              </p>
            ))}
          </div>
        ) : null}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t('close')}</Button>
          <Button type="submit" look="primary" disabled={send.isPending || make.isPending}>
            {send.isPending ? t('proof.sending') : t('proof.send')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
