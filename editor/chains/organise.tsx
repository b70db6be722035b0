'use client';
import { X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type FormEvent, useId, useState } from 'react';
import { type Placing, type ShelvesAnswer, saidBy, useChainDeed } from '#editor/data/chains.ts';
import { Button } from '#editor/ui/button.tsx';
import { Badge, Notice } from '#editor/ui/card.tsx';
import { Field } from '#editor/ui/field.tsx';
import { Input, Select } from '#editor/ui/input.tsx';

type Placed = { id: string; name: string; folder: string | null; tags: string[]; owner: string | null };

/** Name, folder, tags and owner of a chain: what it does stays untouched. */
export function Organise({
  chain,
  shelves,
  named = true,
  onDone,
}: {
  chain: Placed;
  shelves: ShelvesAnswer | undefined;
  /** Whether the name is asked too: where the chain is open, it stands above. */
  named?: boolean;
  onDone(): void;
}) {
  const t = useTranslations('chains');
  const list = useId();
  const deed = useChainDeed();
  const [name, setName] = useState(chain.name);
  const [folder, setFolder] = useState(chain.folder ?? '');
  const [tags, setTags] = useState(chain.tags);
  const [tag, setTag] = useState('');
  const [owner, setOwner] = useState(chain.owner ?? '');
  const people = shelves?.people ?? [];
  const add = () => {
    const fresh = tag
      .split(',')
      .map((word) => word.trim())
      .filter(Boolean);
    setTags((before) => [...new Set([...before, ...fresh])]);
    setTag('');
    return [...new Set([...tags, ...fresh])];
  };

  function save(event: FormEvent) {
    event.preventDefault();
    const place: Placing = { folder: folder.trim() || null, tags: add(), owner: owner || null };
    if (named && name.trim() !== '' && name.trim() !== chain.name) place.name = name.trim();
    deed.mutate({ kind: 'place', id: chain.id, place }, { onSuccess: onDone });
  }

  return (
    <form className="grid gap-4" onSubmit={save}>
      {named ? (
        <Field label={t('name')}>
          {(control) => (
            <Input
              {...control}
              required
              maxLength={200}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
      ) : null}
      <Field label={t('folder')} hint={t('folderHint')}>
        {(control) => (
          <Input
            {...control}
            list={`${list}-folders`}
            maxLength={200}
            value={folder}
            onChange={(event) => setFolder(event.target.value)}
          />
        )}
      </Field>
      <datalist id={`${list}-folders`}>
        {shelves?.folders.map((f) => (
          <option key={f.name} value={f.name} />
        ))}
      </datalist>
      <Field label={t('tags')} hint={t('tagsHint')}>
        {(control) => (
          <Input
            {...control}
            list={`${list}-tags`}
            maxLength={64}
            value={tag}
            onChange={(event) => setTag(event.target.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Enter' && event.key !== ',') return;
              // An empty field lets Enter save.
              if (tag.trim() === '') return;
              event.preventDefault();
              add();
            }}
          />
        )}
      </Field>
      <datalist id={`${list}-tags`}>
        {shelves?.tags.map((known) => (
          <option key={known.name} value={known.name} />
        ))}
      </datalist>
      {tags.length > 0 ? (
        <ul className="flex flex-wrap gap-1.5">
          {tags.map((known) => (
            <li key={known}>
              <Badge>
                {known}
                <button
                  type="button"
                  aria-label={t('untag', { tag: known })}
                  onClick={() => setTags((before) => before.filter((other) => other !== known))}
                >
                  <X aria-hidden />
                </button>
              </Badge>
            </li>
          ))}
        </ul>
      ) : null}
      <Field label={t('owner')}>
        {(control) => (
          <Select {...control} value={owner} onChange={(event) => setOwner(event.target.value)}>
            <option value="">{t('nobody')}</option>
            {owner !== '' && !people.some((p) => p.id === owner) ? (
              <option value={owner}>{shelves?.owners.find((o) => o.id === owner)?.name ?? owner}</option>
            ) : null}
            {people.map((person) => (
              <option key={person.id} value={person.id}>
                {person.name}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {deed.error ? <Notice tone="danger">{saidBy(deed.error) ?? t('unreachable')}</Notice> : null}
      <Button type="submit" look="primary" className="justify-self-end" disabled={deed.isPending}>
        {t('save')}
      </Button>
    </form>
  );
}
