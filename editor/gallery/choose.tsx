'use client';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useLocale, useTranslations } from 'next-intl';
import { type FormEvent, useId, useState } from 'react';
import type { Offer } from '#api/routes/offers.ts';
import type { Graph } from '#core/graph.ts';
import { api } from '#editor/data/api.ts';
import { saidBy, useChainDeed } from '#editor/data/chains.ts';
import { useMe } from '#editor/data/me.ts';
import { type Asked, filled, questionsOf, wrong } from '#editor/gallery/questions.ts';
import { Button } from '#editor/ui/button.tsx';
import { Notice, Skeleton } from '#editor/ui/card.tsx';
import { Dialog, DialogDeeds } from '#editor/ui/dialog.tsx';
import { Field } from '#editor/ui/field.tsx';
import { Checkbox, Input } from '#editor/ui/input.tsx';

/** Of a chain only what is the house's own is asked: X, Y, Z, sender and offer. Then the canvas opens. */
export function Choose({ graph, onClose }: { graph: Graph; onClose(): void }) {
  const t = useTranslations('gallery');
  const me = useMe().data;
  return (
    <Dialog open onOpenChange={onClose} title={graph.name} description={t('ask')}>
      {me ? <Questions graph={graph} company={me.company} /> : <Skeleton className="h-40" />}
    </Dialog>
  );
}

function Questions({ graph, company }: { graph: Graph; company: { name: string; country: string; zone: string } }) {
  const t = useTranslations('gallery');
  const language = useLocale();
  const router = useRouter();
  const list = useId();
  const deed = useChainDeed();
  const [name, setName] = useState(graph.name);
  const [asked, setAsked] = useState(() => questionsOf(graph, company.name));
  const offers = useQuery({
    queryKey: ['offers', 'names'],
    queryFn: () => api<{ items: Offer[] }>('/offers', { query: { limit: 200 } }),
  }).data?.items;
  const flawed = asked.some(wrong);
  const change = (changed: Asked) => setAsked((all) => all.map((a) => (a.name === changed.name ? changed : a)));

  function begin(event: FormEvent) {
    event.preventDefault();
    if (flawed || name.trim() === '') return;
    const body = { graph: { ...filled(graph, asked), name: name.trim() } };
    deed.mutate({ kind: 'create', body }, { onSuccess: ({ id }) => router.push(`/chains/${id}`) });
  }

  return (
    <form className="grid gap-4" onSubmit={begin} noValidate>
      <Field label={t('name')} problem={name.trim() === '' ? t('needed') : undefined}>
        {(control) => (
          <Input {...control} maxLength={200} value={name} onChange={(event) => setName(event.target.value)} />
        )}
      </Field>
      {asked.map((one) => (
        <Field key={one.name} label={one.label} problem={wrong(one) ? t(`wrong.${one.type}`) : undefined}>
          {(control) =>
            one.type === 'boolean' ? (
              <Checkbox
                {...control}
                className="justify-self-start"
                checked={one.text === 'true'}
                onChange={(event) => change({ ...one, text: String(event.target.checked) })}
              />
            ) : (
              <Input
                {...control}
                type={one.type === 'date' ? 'date' : one.type === 'days' || one.type === 'number' ? 'number' : 'text'}
                className={one.type === 'text' || one.type === 'offer' ? undefined : 'w-40'}
                list={one.type === 'offer' ? list : undefined}
                value={one.text}
                onChange={(event) => change({ ...one, text: event.target.value })}
              />
            )
          }
        </Field>
      ))}
      <datalist id={list}>
        {offers?.map((offer) => (
          <option key={offer.id} value={offer.id}>
            {offer.names[language] ?? Object.values(offer.names)[0] ?? offer.id}
          </option>
        ))}
      </datalist>
      {deed.error ? <Notice tone="danger">{saidBy(deed.error) ?? t('unreachable')}</Notice> : null}
      <DialogDeeds>
        <Button type="submit" look="primary" disabled={deed.isPending || deed.isSuccess}>
          {t(deed.isPending || deed.isSuccess ? 'opening' : 'begin')}
        </Button>
      </DialogDeeds>
    </form>
  );
}
