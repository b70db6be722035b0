'use client';
import { useQueryClient } from '@tanstack/react-query';
import { FileText, Plus } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useLocale, useTranslations } from 'next-intl';
import { useDeferredValue, useState } from 'react';
import { blankVariant, STARTERS } from '#core/contents/starters.ts';
import { Thumbnail } from '#editor/contents/thumbnail.tsx';
import { saveTemplate, type TemplateHead, useCreateTemplate, useTemplates } from '#editor/data/contents.ts';
import { useMay } from '#editor/data/me.ts';
import { Button } from '#editor/ui/button.tsx';
import { Badge, Empty, Notice, Skeleton } from '#editor/ui/card.tsx';
import { Dialog } from '#editor/ui/dialog.tsx';
import { Field } from '#editor/ui/field.tsx';
import { Checkbox, Input, Select } from '#editor/ui/input.tsx';

export function Templates() {
  const t = useTranslations('contents');
  const mayWrite = useMay('chains:draft');
  const [search, setSearch] = useState('');
  const [folder, setFolder] = useState('');
  const [withdrawn, setWithdrawn] = useState(false);
  const [making, setMaking] = useState(false);
  const all = useTemplates({ withdrawn });
  const found = useTemplates({ withdrawn, search: useDeferredValue(search), folder });
  const folders = [...new Set(all.data?.items.flatMap((item) => item.folder ?? []))].sort();
  const items = found.data?.items ?? [];

  return (
    <div className="grid gap-4">
      <div className="flex flex-wrap items-end gap-3">
        <Field label={t('search')} className="min-w-56 flex-1">
          {(control) => (
            <Input {...control} type="search" value={search} onChange={(event) => setSearch(event.target.value)} />
          )}
        </Field>
        <Field label={t('folder')} className="w-48">
          {(control) => (
            <Select {...control} value={folder} onChange={(event) => setFolder(event.target.value)}>
              <option value="">{t('allFolders')}</option>
              {folders.map((name) => (
                <option key={name}>{name}</option>
              ))}
            </Select>
          )}
        </Field>
        <span className="flex h-9 items-center gap-2 text-sm">
          <Checkbox id="withdrawn" checked={withdrawn} onChange={(event) => setWithdrawn(event.target.checked)} />
          <label htmlFor="withdrawn">{t('withdrawn')}</label>
        </span>
        {mayWrite ? (
          <Button look="primary" onClick={() => setMaking(true)}>
            <Plus aria-hidden />
            {t('newTemplate')}
          </Button>
        ) : null}
      </div>
      {found.error ? (
        <Notice tone="danger" className="flex items-center justify-between gap-3">
          {found.error.message}
          <Button size="small" onClick={() => found.refetch()}>
            {t('again')}
          </Button>
        </Notice>
      ) : null}
      {found.isPending ? <Skeleton className="h-64" /> : null}
      {found.data && items.length === 0 ? (
        <Empty
          icon={<FileText aria-hidden />}
          title={t(search || folder || withdrawn ? 'nothingFound' : 'noTemplates')}
        >
          {t('noTemplatesHint')}
        </Empty>
      ) : null}
      <ul className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
        {items.map((item) => (
          <Item key={item.id} item={item} mayWrite={mayWrite} />
        ))}
      </ul>
      {making ? <NewTemplate folder={folder} onClose={() => setMaking(false)} /> : null}
    </div>
  );
}

function Item({ item, mayWrite }: { item: TemplateHead; mayWrite: boolean }) {
  const t = useTranslations('contents');
  const client = useQueryClient();
  const gone = item.withdrawnAt !== null;
  return (
    <li className="relative flex flex-col rounded-xl border bg-card shadow-raised focus-within:ring-2 focus-within:ring-ring">
      <Thumbnail id={item.id} language={item.language} />
      <div className="grid gap-1 p-4">
        <h2 className="font-medium">
          <Link href={`/contents/${item.id}`} className="after:absolute after:inset-0 focus-visible:outline-none">
            {item.name}
          </Link>
        </h2>
        <p className="truncate text-muted-foreground text-sm">{item.subject}</p>
        <div className="mt-2 flex flex-wrap items-center gap-1.5">
          {item.version === null ? (
            <Badge tone="warning">{t('draft')}</Badge>
          ) : (
            <Badge tone="contact">{t('versions.number', { number: item.version })}</Badge>
          )}
          {item.languages.map((tag) => (
            <Badge key={tag}>{tag.toUpperCase()}</Badge>
          ))}
          {item.folder ? <Badge>{item.folder}</Badge> : null}
          {mayWrite ? (
            <Button
              size="small"
              look="ghost"
              className="relative z-10 ml-auto"
              aria-label={t(gone ? 'restoreOf' : 'withdrawOf', { name: item.name })}
              onClick={async () => {
                await saveTemplate(item.id, item.revision, { withdrawn: !gone });
                await client.invalidateQueries({ queryKey: ['templates'] });
              }}
            >
              {t(gone ? 'restore' : 'withdraw')}
            </Button>
          ) : null}
        </div>
      </div>
    </li>
  );
}

function NewTemplate({ folder, onClose }: { folder: string; onClose: () => void }) {
  const t = useTranslations('contents');
  const locale = useLocale() as 'en' | 'fr';
  const router = useRouter();
  const create = useCreateTemplate();
  const [name, setName] = useState('');
  const [from, setFrom] = useState('');
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={t('newTemplate')}>
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          const starter = STARTERS.find((s) => s.key === from);
          const draft = starter
            ? { ...starter.draft, language: locale }
            : { language: locale, variants: { [locale]: blankVariant(locale) } };
          create
            .mutateAsync({ name, folder: folder || null, draft })
            .then((made) => router.push(`/contents/${made.id}`))
            .catch(() => undefined);
        }}
      >
        <Field label={t('name')}>
          {(control) => (
            <Input {...control} required maxLength={200} value={name} onChange={(e) => setName(e.target.value)} />
          )}
        </Field>
        <Field label={t('startFrom')}>
          {(control) => (
            <Select {...control} value={from} onChange={(event) => setFrom(event.target.value)}>
              <option value="">{t('blank')}</option>
              {STARTERS.map((starter) => (
                <option key={starter.key} value={starter.key}>
                  {starter.name[locale]}
                </option>
              ))}
            </Select>
          )}
        </Field>
        {create.error ? <Notice tone="danger">{create.error.message}</Notice> : null}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button type="submit" look="primary" disabled={create.isPending}>
            {t('create')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
