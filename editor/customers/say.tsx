'use client';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import type { Cell } from '#editor/customers/consents.tsx';
import { api } from '#editor/data/api.ts';
import { useDeed } from '#editor/data/customers.ts';
import { Button } from '#editor/ui/button.tsx';
import { Notice } from '#editor/ui/card.tsx';
import { Dialog } from '#editor/ui/dialog.tsx';
import { Field } from '#editor/ui/field.tsx';
import { Select, Textarea } from '#editor/ui/input.tsx';
import { toast } from '#editor/ui/toast.tsx';

const SOURCES = ['phone', 'shop', 'letter', 'email'] as const;
type Said = { source: string; wording: string };

function useSaid() {
  const [said, setSaid] = useState<Said>({ source: 'phone', wording: '' });
  const body = { source: said.source, ...(said.wording.trim() ? { wording: said.wording.trim() } : {}) };
  return { said, setSaid, body };
}

function Proof({ said, change }: { said: Said; change: (said: Said) => void }) {
  const t = useTranslations('customers');
  return (
    <>
      <Field label={t('consents.source')}>
        {(control) => (
          <Select
            {...control}
            value={said.source}
            onChange={(event) => change({ ...said, source: event.target.value })}
          >
            {SOURCES.map((source) => (
              <option key={source} value={source}>
                {t(`consents.sources.${source}`)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label={t('consents.wording')}>
        {(control) => (
          <Textarea
            {...control}
            maxLength={4_000}
            value={said.wording}
            onChange={(event) => change({ ...said, wording: event.target.value })}
          />
        )}
      </Field>
    </>
  );
}

/** What the customer said about one channel and topic, with how it was said as proof. */
export function ConsentDialog(props: { id: string; brand: string; cell: Cell; onClose: () => void }) {
  const { id, brand, cell, onClose } = props;
  const t = useTranslations('customers');
  const desk = useTranslations('desk');
  const { said, setSaid, body } = useSaid();
  const { channel, topic } = cell;
  const record = useDeed(id, (given: boolean) =>
    given
      ? api(`/customers/${id}/consents`, { method: 'POST', body: { brand, channel, topic, given, ...body } })
      : api(`/customers/${id}/withdraw`, {
          method: 'POST',
          body: { scope: { kind: 'part', brand, channel, topic }, ...body },
        }),
  );
  const say = (given: boolean) =>
    record.mutate(given, {
      onSuccess: () => {
        toast.success(t('consents.saved'));
        onClose();
      },
    });
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`${t(`channels.${channel}`)} · ${cell.topicName}`}
      description={t(`consents.${cell.state}`)}
    >
      <Proof said={said} change={setSaid} />
      {record.error ? <Notice tone="danger">{record.error.message}</Notice> : null}
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>{desk('cancel')}</Button>
        {cell.state === 'withdrawn' ? null : (
          <Button disabled={record.isPending} onClick={() => say(false)}>
            {t('consents.withdraw')}
          </Button>
        )}
        {cell.state === 'given' ? null : (
          <Button look="primary" disabled={record.isPending} onClick={() => say(true)}>
            {t('consents.give')}
          </Button>
        )}
      </div>
    </Dialog>
  );
}

export function WithdrawAll({ id, onClose }: { id: string; onClose: () => void }) {
  const t = useTranslations('customers');
  const desk = useTranslations('desk');
  const { said, setSaid, body } = useSaid();
  const withdraw = useDeed(id, () =>
    api(`/customers/${id}/withdraw`, { method: 'POST', body: { scope: { kind: 'everything' }, ...body } }),
  );
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('consents.everything')}
      description={t('consents.everythingText')}
    >
      <Proof said={said} change={setSaid} />
      {withdraw.error ? <Notice tone="danger">{withdraw.error.message}</Notice> : null}
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>{desk('cancel')}</Button>
        <Button
          look="danger"
          disabled={withdraw.isPending}
          onClick={() =>
            withdraw.mutate(undefined, {
              onSuccess: () => {
                toast.success(t('consents.saved'));
                onClose();
              },
            })
          }
        >
          {t('consents.everything')}
        </Button>
      </div>
    </Dialog>
  );
}
