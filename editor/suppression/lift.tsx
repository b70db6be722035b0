'use client';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Failure } from '#editor/consent/problem.tsx';
import { type Suppression, useLift } from '#editor/data/consent.ts';
import { Button } from '#editor/ui/button.tsx';
import { Dialog } from '#editor/ui/dialog.tsx';
import { Field } from '#editor/ui/field.tsx';
import { Textarea } from '#editor/ui/input.tsx';
import { toast } from '#editor/ui/toast.tsx';

/** With a reason, which stays in the audit. */
export function Lift({ suppression, onClose }: { suppression: Suppression; onClose(): void }) {
  const t = useTranslations('suppression');
  const desk = useTranslations('desk');
  const lift = useLift();
  const [reason, setReason] = useState('');
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title={t('liftOf', { hint: suppression.hint })}
      description={t(suppression.reason === 'complaint' ? 'liftComplaint' : 'liftWhat')}
    >
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          lift.mutate(
            { id: suppression.id, reason: reason.trim() },
            {
              onSuccess: () => {
                toast.success(t('lifted', { hint: suppression.hint }));
                onClose();
              },
            },
          );
        }}
      >
        <Field label={t('liftWhy')} hint={t('liftWhyHint')}>
          {(control) => (
            <Textarea
              {...control}
              required
              maxLength={500}
              value={reason}
              onChange={({ target }) => setReason(target.value)}
            />
          )}
        </Field>
        <Failure error={lift.error} />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{desk('cancel')}</Button>
          <Button type="submit" look="primary" disabled={reason.trim() === '' || lift.isPending}>
            {t('lift')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
