'use client';
import { History, Send } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Contested, Kept, useDrafting } from '#editor/contents/drafting.tsx';
import { ProofDialog } from '#editor/contents/proof.tsx';
import { Variants } from '#editor/contents/variants.tsx';
import { VersionsDialog } from '#editor/contents/versions.tsx';
import { type ShownAs, type Template, useTemplate } from '#editor/data/contents.ts';
import { useMay } from '#editor/data/me.ts';
import { Button } from '#editor/ui/button.tsx';
import { Notice, Skeleton } from '#editor/ui/card.tsx';
import { Field } from '#editor/ui/field.tsx';
import { Input } from '#editor/ui/input.tsx';
import { Page } from '#editor/ui/page.tsx';

export function TemplatePage({ id }: { id: string }) {
  const t = useTranslations('contents');
  const { data, error, refetch } = useTemplate(id);
  if (data) return <Editing key={data.id} template={data} />;
  return (
    <Page title={t('template')}>
      {error ? (
        <Notice tone="danger" className="flex items-center justify-between gap-3">
          {error.message}
          <Button onClick={() => refetch()}>{t('again')}</Button>
        </Notice>
      ) : (
        <Skeleton className="h-96" />
      )}
    </Page>
  );
}

function Editing({ template }: { template: Template }) {
  const t = useTranslations('contents');
  const mayWrite = useMay('chains:draft');
  const drafting = useDrafting(template);
  const { written, setWritten, saving } = drafting;
  const [as, setAs] = useState<ShownAs>(null);
  const [dialog, setDialog] = useState<'proof' | 'versions' | null>(null);
  return (
    <Page
      wide
      title={
        <span className="flex flex-wrap items-baseline gap-3">
          <Link
            href="/contents"
            className="font-normal text-base text-muted-foreground underline-offset-4 hover:underline"
          >
            {t('back')}
          </Link>
          {written.name}
        </span>
      }
      actions={
        <>
          {mayWrite ? <Kept saving={saving} /> : null}
          <Button onClick={() => setDialog('versions')}>
            <History aria-hidden />
            {t('versions.title')}
          </Button>
          <Button look="primary" onClick={() => setDialog('proof')} disabled={!mayWrite}>
            <Send aria-hidden />
            {t('proof.title')}
          </Button>
        </>
      }
    >
      <Contested {...drafting} />
      <fieldset disabled={!mayWrite} className="min-w-0">
        <div className="mb-4 grid gap-4 sm:grid-cols-2 lg:max-w-3xl">
          <Field label={t('name')}>
            {(control) => (
              <Input
                {...control}
                value={written.name}
                onChange={(e) => e.target.value && setWritten((now) => ({ ...now, name: e.target.value }))}
              />
            )}
          </Field>
          <Field label={t('folder')}>
            {(control) => (
              <Input
                {...control}
                value={written.folder ?? ''}
                onChange={(e) => setWritten((now) => ({ ...now, folder: e.target.value || null }))}
              />
            )}
          </Field>
        </div>
      </fieldset>
      <Variants
        key={drafting.round}
        readonly={!mayWrite}
        draft={written.draft}
        onDraft={(change) => drafting.setDraft((now) => ({ ...now, ...change(now) }))}
        as={as}
        onAs={setAs}
      />
      {dialog === 'proof' ? (
        <ProofDialog template={template.id} variants={written.draft.variants} as={as} onClose={() => setDialog(null)} />
      ) : null}
      {dialog === 'versions' ? (
        <VersionsDialog
          template={template.id}
          settle={async () => ((await saving.flush()) ? saving.revision() : null)}
          onRestore={drafting.replace}
          onClose={() => setDialog(null)}
        />
      ) : null}
    </Page>
  );
}
