'use client';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import type { RuleDocument } from '#core/policy/documents.ts';
import { type AskedTest, useSave } from '#editor/data/policy.ts';
import { Difference } from '#editor/policy/difference.tsx';
import { useDraft } from '#editor/policy/draft.tsx';
import { Button } from '#editor/ui/button.tsx';
import { Notice } from '#editor/ui/card.tsx';
import { Dialog } from '#editor/ui/dialog.tsx';
import { Field } from '#editor/ui/field.tsx';
import { Input } from '#editor/ui/input.tsx';
import { toast } from '#editor/ui/toast.tsx';

/** Says what would change, asks why, and puts the rules in force. */
export function Enforce({
  title,
  what,
  rules,
  test,
  onClose,
}: {
  title: string;
  what: string;
  rules: RuleDocument[];
  /** What goes on beside them; null: none, so that one that runs ends. */
  test: AskedTest | null;
  onClose(): void;
}) {
  const t = useTranslations('policy');
  const desk = useTranslations('desk');
  const { inForce, saved } = useDraft();
  const save = useSave(inForce);
  const [note, setNote] = useState('');
  return (
    <Dialog open onOpenChange={(open) => open || onClose()} title={title} description={what}>
      <Difference before={saved} after={rules} />
      <Field label={t('note')} hint={t('noteHint')}>
        {(control) => <Input {...control} value={note} onChange={({ target }) => setNote(target.value)} />}
      </Field>
      {save.error ? <Notice tone="danger">{save.error.message}</Notice> : null}
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>{desk('cancel')}</Button>
        <Button
          look="primary"
          disabled={save.isPending}
          onClick={() =>
            save.mutate(
              { rules, note, test },
              {
                onSuccess: ({ version }) => {
                  toast.success(t('saved', { version }));
                  onClose();
                },
              },
            )
          }
        >
          {save.isPending ? t('saving') : t('save')}
        </Button>
      </div>
    </Dialog>
  );
}
