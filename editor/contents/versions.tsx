'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import type { TemplateDraft } from '#core/contents/template.ts';
import { ApiProblem, api } from '#editor/data/api.ts';
import { readVersion, useVersions } from '#editor/data/contents.ts';
import { useMe } from '#editor/data/me.ts';
import { Button } from '#editor/ui/button.tsx';
import { Empty, Notice, Skeleton } from '#editor/ui/card.tsx';
import { Dialog } from '#editor/ui/dialog.tsx';
import { Field } from '#editor/ui/field.tsx';
import { Textarea } from '#editor/ui/input.tsx';
import { type Language, momentIn } from '#editor/ui/moment.ts';
import { toast } from '#editor/ui/toast.tsx';

/** Versions are what chains name: made with a note, never changed, brought back as a draft. */
export function VersionsDialog({
  template,
  settle,
  onRestore,
  onClose,
}: {
  template: string;
  /** Keeps what was written; answers the revision a version is made of, or null. */
  settle: () => Promise<number | null>;
  onRestore: (draft: TemplateDraft) => void;
  onClose: () => void;
}) {
  const t = useTranslations('contents');
  const locale = useLocale() as Language;
  const zone = useMe().data?.company.zone ?? 'UTC';
  const client = useQueryClient();
  const versions = useVersions(template);
  const [note, setNote] = useState('');
  const [problems, setProblems] = useState<string[]>([]);
  const [busy, setBusy] = useState(false);

  async function make() {
    setBusy(true);
    setProblems([]);
    try {
      const revision = await settle();
      if (revision === null) return setProblems([t('saving.failed')]);
      await api(`/templates/${template}/versions`, { method: 'POST', body: note ? { note } : {}, revision });
      setNote('');
      toast(t('versions.made'));
      await client.invalidateQueries({ queryKey: ['template', template, 'versions'] });
      await client.invalidateQueries({ queryKey: ['templates'] });
    } catch (problem) {
      setProblems(problem instanceof ApiProblem ? problem.problems.map((p) => p.message) : [String(problem)]);
    } finally {
      setBusy(false);
    }
  }

  return (
    <Dialog
      open
      place="side"
      onOpenChange={(open) => !open && onClose()}
      title={t('versions.title')}
      description={t('versions.about')}
    >
      <form
        className="grid gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          void make();
        }}
      >
        <Field label={t('versions.note')}>
          {(control) => <Textarea {...control} value={note} onChange={(event) => setNote(event.target.value)} />}
        </Field>
        {problems.map((problem) => (
          <Notice key={problem} tone="danger">
            {problem}
          </Notice>
        ))}
        <Button type="submit" look="primary" disabled={busy} className="justify-self-start">
          {busy ? t('versions.making') : t('versions.make')}
        </Button>
      </form>
      {versions.isPending ? <Skeleton className="h-24" /> : null}
      {versions.data?.items.length === 0 ? <Empty title={t('versions.none')} /> : null}
      <ol className="grid gap-2">
        {versions.data?.items.map((version) => (
          <li
            key={version.number}
            className="flex items-start justify-between gap-3 rounded-lg border px-4 py-3 text-sm"
          >
            <div>
              <p className="font-medium">{t('versions.number', { number: version.number })}</p>
              <p className="text-muted-foreground text-xs">{momentIn(locale, zone, version.savedAt)}</p>
              {version.note ? <p className="mt-1">{version.note}</p> : null}
            </div>
            <Button
              size="small"
              aria-label={t('versions.restoreOf', { number: version.number })}
              onClick={async () => {
                const { draft } = await readVersion(template, version.number);
                onRestore(draft);
                onClose();
              }}
            >
              {t('versions.restore')}
            </Button>
          </li>
        ))}
      </ol>
    </Dialog>
  );
}
