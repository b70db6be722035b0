'use client';
import { MailCheck, Plus } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { addressesIn } from '#editor/contents/addresses.ts';
import {
  type ProofList,
  useCreateProofList,
  useDeleteProofList,
  useProofLists,
  useSaveProofList,
} from '#editor/data/contents.ts';
import { useMay } from '#editor/data/me.ts';
import { Button } from '#editor/ui/button.tsx';
import { Card, Empty, Notice, Skeleton } from '#editor/ui/card.tsx';
import { Dialog } from '#editor/ui/dialog.tsx';
import { Field } from '#editor/ui/field.tsx';
import { Input, Textarea } from '#editor/ui/input.tsx';

/** Colleagues who read a message before customers do. */
export function Readers() {
  const t = useTranslations('contents');
  const mayRead = useMay('chains:draft');
  const mayWrite = useMay('chains:write');
  const lists = useProofLists(mayRead);
  const [open, setOpen] = useState<ProofList | 'new' | null>(null);
  const items = lists.data?.items ?? [];
  return (
    <div className="grid gap-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="max-w-prose text-muted-foreground text-sm">{t('readers.about')}</p>
        {mayWrite ? (
          <Button look="primary" onClick={() => setOpen('new')}>
            <Plus aria-hidden />
            {t('readers.new')}
          </Button>
        ) : null}
      </div>
      {lists.error ? <Notice tone="danger">{lists.error.message}</Notice> : null}
      {mayRead && lists.isPending ? <Skeleton className="h-24" /> : null}
      {items.length === 0 && !lists.isFetching ? (
        <Empty icon={<MailCheck aria-hidden />} title={t('readers.none')}>
          {t('readers.noneHint')}
        </Empty>
      ) : null}
      <ul className="grid gap-3 sm:grid-cols-2">
        {items.map((list) => (
          <li key={list.id}>
            <Card className="flex h-full items-start justify-between gap-3 p-4">
              <div className="min-w-0">
                <h2 className="font-medium">{list.name}</h2>
                <p className="break-words text-muted-foreground text-sm">{list.addresses.join(', ')}</p>
              </div>
              {mayWrite ? (
                <Button
                  size="small"
                  aria-label={t('readers.changeOf', { name: list.name })}
                  onClick={() => setOpen(list)}
                >
                  {t('readers.change')}
                </Button>
              ) : null}
            </Card>
          </li>
        ))}
      </ul>
      {open ? <ListDialog list={open === 'new' ? null : open} onClose={() => setOpen(null)} /> : null}
    </div>
  );
}

function ListDialog({ list, onClose }: { list: ProofList | null; onClose: () => void }) {
  const t = useTranslations('contents');
  const create = useCreateProofList();
  const save = useSaveProofList();
  const remove = useDeleteProofList();
  const [name, setName] = useState(list?.name ?? '');
  const [text, setText] = useState(list?.addresses.join('\n') ?? '');
  const { addresses, odd } = addressesIn(text);
  const failure = create.error ?? save.error ?? remove.error;
  const problem =
    text.trim() === '' ? undefined : odd.length > 0 ? t('readers.odd', { names: odd.join(', ') }) : undefined;
  return (
    <Dialog open onOpenChange={(on) => !on && onClose()} title={list ? list.name : t('readers.new')}>
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (odd.length > 0 || addresses.length === 0) return;
          const done = list
            ? save.mutateAsync({ id: list.id, name, addresses })
            : create.mutateAsync({ name, addresses });
          done.then(onClose, () => undefined);
        }}
      >
        <Field label={t('proof.name')}>
          {(control) => (
            <Input {...control} required maxLength={100} value={name} onChange={(e) => setName(e.target.value)} />
          )}
        </Field>
        <Field label={t('proof.addresses')} hint={t('proof.addressesHint')} problem={problem}>
          {(control) => (
            <Textarea {...control} required rows={6} value={text} onChange={(e) => setText(e.target.value)} />
          )}
        </Field>
        {failure ? <Notice tone="danger">{failure.message}</Notice> : null}
        <div className="flex justify-end gap-2">
          {list ? (
            <Button
              className="mr-auto"
              look="ghost"
              onClick={() => remove.mutateAsync(list.id).then(onClose, () => undefined)}
            >
              {t('readers.delete')}
            </Button>
          ) : null}
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button type="submit" look="primary" disabled={create.isPending || save.isPending || odd.length > 0}>
            {t('save')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
