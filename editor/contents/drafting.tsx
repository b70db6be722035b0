'use client';
import { useQueryClient } from '@tanstack/react-query';
import { CloudAlert, CloudCheck, CloudUpload } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useCallback, useState } from 'react';
import type { TemplateDraft } from '#core/contents/template.ts';
import { useAutosave } from '#editor/contents/autosave.ts';
import { saveTemplate, type Template } from '#editor/data/contents.ts';
import { Button } from '#editor/ui/button.tsx';
import { Notice } from '#editor/ui/card.tsx';

export type Written = { name: string; folder: string | null; draft: TemplateDraft };

/** A template under the hands of whoever writes it. `round` grows when its words come from elsewhere. */
export function useDrafting(template: Template) {
  const client = useQueryClient();
  const [start] = useState(() => ({ revision: template.revision, value: writtenOf(template) }));
  const [written, setWritten] = useState<Written>(start.value);
  const [round, setRound] = useState(0);
  const save = useCallback(
    async (revision: number, value: Written) => {
      const answer = await saveTemplate(template.id, revision, value);
      client.setQueryData(['template', template.id], answer);
      return answer;
    },
    [client, template.id],
  );
  const saving = useAutosave<Written, Template>({ value: written, start }, save);
  return {
    ...{ written, setWritten, saving, round },
    setDraft: (change: (draft: TemplateDraft) => TemplateDraft) =>
      setWritten((now) => ({ ...now, draft: change(now.draft) })),
    /** Words that were not written here take the place of those that were. */
    replace(draft: TemplateDraft) {
      setWritten((now) => ({ ...now, draft }));
      setRound((n) => n + 1);
    },
    takeTheirs() {
      const { theirs } = saving;
      if (!theirs) return;
      const value = writtenOf(theirs);
      saving.yieldTo({ revision: theirs.revision, value });
      setWritten(value);
      setRound((n) => n + 1);
    },
  };
}

export type Drafting = ReturnType<typeof useDrafting>;

/** Where saving stands. */
export function Kept({ saving }: Pick<Drafting, 'saving'>) {
  const t = useTranslations('contents');
  const { state } = saving;
  const Icon = { saved: CloudCheck, saving: CloudUpload, failed: CloudAlert, conflict: CloudAlert }[state];
  return (
    <span role="status" className="flex items-center gap-2 text-muted-foreground text-sm">
      <Icon aria-hidden className="size-4" />
      {t(`saving.states.${state}`)}
      {state === 'failed' ? (
        <Button size="small" onClick={() => void saving.flush()}>
          {t('again')}
        </Button>
      ) : null}
    </span>
  );
}

/** Somebody else changed it: both are still there, and one is chosen. */
export function Contested({ saving, takeTheirs }: Pick<Drafting, 'saving' | 'takeTheirs'>) {
  const t = useTranslations('contents');
  if (!saving.theirs) return null;
  return (
    <Notice tone="warning" className="mb-4 flex flex-wrap items-center justify-between gap-3">
      {t('saving.conflict')}
      <span className="flex gap-2">
        <Button size="small" onClick={takeTheirs}>
          {t('saving.theirs')}
        </Button>
        <Button size="small" onClick={saving.insist}>
          {t('saving.mine')}
        </Button>
      </span>
    </Notice>
  );
}

function writtenOf({ name, folder, draft }: Template): Written {
  return { name, folder, draft };
}
