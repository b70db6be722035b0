'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { referenceOf } from '#core/contents/reference.ts';
import { useAbout } from '#editor/contents/about.ts';
import { Contested, Kept, useDrafting } from '#editor/contents/drafting.tsx';
import type { Writing } from '#editor/contents/own.tsx';
import { Variants } from '#editor/contents/variants.tsx';
import { ApiProblem, api } from '#editor/data/api.ts';
import { type Template, type TemplateVersionHead, useTemplate } from '#editor/data/contents.ts';
import { setField } from '#editor/state/document.ts';
import { useEditor } from '#editor/state/store.ts';
import { Button } from '#editor/ui/button.tsx';
import { Notice, Skeleton } from '#editor/ui/card.tsx';
import { toast } from '#editor/ui/toast.tsx';

/** A message that several chains may use, written without leaving this one. */
export function Borrowed(props: Writing) {
  const t = useTranslations('contents');
  const reference = referenceOf(props.step.data.content);
  const { data, error, refetch } = useTemplate(reference?.template ?? '');
  if (error) {
    return (
      <Notice tone="danger" className="flex items-center justify-between gap-3">
        {error.message}
        <Button size="small" onClick={() => refetch()}>
          {t('again')}
        </Button>
      </Notice>
    );
  }
  return data ? (
    <Drafted {...props} template={data} version={reference?.version ?? 0} />
  ) : (
    <Skeleton className="h-96" />
  );
}

function Drafted({ step, as, onAs, template, version }: Writing & { template: Template; version: number }) {
  const t = useTranslations('contents');
  const client = useQueryClient();
  const about = useAbout(step);
  const drafting = useDrafting(template);
  const [problems, setProblems] = useState<string[]>([]);
  const [busy, setBusy] = useState(false);

  /** Other chains keep theirs until somebody chooses the new one there. */
  async function take() {
    setBusy(true);
    setProblems([]);
    try {
      if (!(await drafting.saving.flush())) return setProblems([t('saving.failed')]);
      const { number } = await api<TemplateVersionHead>(`/templates/${template.id}/versions`, {
        ...{ method: 'POST', body: {}, revision: drafting.saving.revision() },
      });
      const reference = { template: template.id, version: number };
      useEditor.getState().change('edit', (g) => setField(g, step.id, ['content'], reference));
      toast.success(t('messages.taken', { number }));
      await client.invalidateQueries({ queryKey: ['template', template.id, 'versions'] });
      await client.invalidateQueries({ queryKey: ['templates'] });
    } catch (problem) {
      setProblems(problem instanceof ApiProblem ? problem.problems.map((p) => p.message) : [String(problem)]);
    } finally {
      setBusy(false);
    }
  }

  return (
    <div className="grid gap-3">
      <Contested {...drafting} />
      <Variants
        key={drafting.round}
        draft={drafting.written.draft}
        onDraft={(edit) => drafting.setDraft((now) => ({ ...now, ...edit(now) }))}
        as={as}
        onAs={onAs}
        about={about}
      />
      {problems.map((problem) => (
        <Notice key={problem} tone="danger">
          {problem}
        </Notice>
      ))}
      <div className="flex flex-wrap items-center gap-3 border-t pt-3">
        <p className="min-w-0 flex-1 text-muted-foreground text-sm">{t('messages.uses', { number: version })}</p>
        <Kept saving={drafting.saving} />
        <Button look="primary" size="small" disabled={busy} onClick={() => void take()}>
          {t(busy ? 'versions.making' : 'messages.take')}
        </Button>
      </div>
    </div>
  );
}
