'use client';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Failure } from '#editor/consent/problem.tsx';
import { useSuppress } from '#editor/data/consent.ts';
import { KINDS } from '#editor/suppression/entry.tsx';
import { Button } from '#editor/ui/button.tsx';
import { Dialog } from '#editor/ui/dialog.tsx';
import { Field } from '#editor/ui/field.tsx';
import { Select, Textarea } from '#editor/ui/input.tsx';
import { toast } from '#editor/ui/toast.tsx';

const BY_HAND = ['manual', 'complaint', 'invalid', 'hard_bounce'] as const;
const MOST = 1_000;

/** Addresses by hand, one a line. */
export function Add({ onClose }: { onClose(): void }) {
  const t = useTranslations('suppression');
  const desk = useTranslations('desk');
  const suppress = useSuppress();
  const [kind, setKind] = useState<(typeof KINDS)[number]>('email');
  const [reason, setReason] = useState<(typeof BY_HAND)[number]>('manual');
  const [text, setText] = useState('');
  const values = [...new Set(text.split('\n').map((line) => line.trim()))].filter(Boolean);
  const wrong = kind === 'email' ? values.filter((value) => !/^\S+@\S+\.\S+$/.test(value)) : [];
  const problem =
    values.length > MOST
      ? t('tooMany', { most: MOST })
      : wrong.length > 0
        ? t('notMail', { value: wrong[0]! })
        : undefined;
  return (
    <Dialog open onOpenChange={(open) => open || onClose()} title={t('add')} description={t('addWhat')}>
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          suppress.mutate(
            { addresses: values.map((value) => ({ kind, value })), reason },
            {
              onSuccess: ({ suppressed, withdrawn }) => {
                toast.success(t('added', { suppressed, withdrawn }));
                onClose();
              },
            },
          );
        }}
      >
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label={t('kind')}>
            {(control) => (
              <Select {...control} value={kind} onChange={({ target }) => setKind(target.value as typeof kind)}>
                {KINDS.map((one) => (
                  <option key={one} value={one}>
                    {t(`kinds.${one}`)}
                  </option>
                ))}
              </Select>
            )}
          </Field>
          <Field label={t('why')} hint={reason === 'complaint' ? t('complaintWhat') : undefined}>
            {(control) => (
              <Select {...control} value={reason} onChange={({ target }) => setReason(target.value as typeof reason)}>
                {BY_HAND.map((one) => (
                  <option key={one} value={one}>
                    {t(`reason.${one}`)}
                  </option>
                ))}
              </Select>
            )}
          </Field>
        </div>
        <Field label={t('addresses')} hint={t('addressesHint')} problem={problem}>
          {(control) => (
            <Textarea {...control} required rows={5} value={text} onChange={({ target }) => setText(target.value)} />
          )}
        </Field>
        <Failure error={suppress.error} />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{desk('cancel')}</Button>
          <Button
            type="submit"
            look="primary"
            disabled={values.length === 0 || problem !== undefined || suppress.isPending}
          >
            {t('addThem', { count: values.length })}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
