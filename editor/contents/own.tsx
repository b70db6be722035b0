'use client';
import { LayoutTemplate } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import type { GraphStep } from '#core/graph.ts';
import { useAbout } from '#editor/contents/about.ts';
import { blank, contentWith, draftOf } from '#editor/contents/own.ts';
import { Variants } from '#editor/contents/variants.tsx';
import { api } from '#editor/data/api.ts';
import { type ShownAs, type Template, type TemplateVersionHead, useCreateTemplate } from '#editor/data/contents.ts';
import { setField } from '#editor/state/document.ts';
import { useEditor } from '#editor/state/store.ts';
import { Button } from '#editor/ui/button.tsx';
import { Notice } from '#editor/ui/card.tsx';

export type Writing = { step: GraphStep; as: ShownAs; onAs: (as: ShownAs) => void };

/** An e-mail whose words stand in the chain itself. Saved and undone with the chain. */
export function Own({ step, as, onAs }: Writing) {
  const t = useTranslations('contents');
  const locale = useLocale();
  const change = useEditor((s) => s.change);
  const about = useAbout(step);
  const content = (step.data.content ?? {}) as Record<string, unknown>;
  const draft = draftOf(content, locale);
  const put = (next: Record<string, unknown>, blend?: string) =>
    change('edit', (g) => setField(g, step.id, ['content'], next), blend === undefined ? {} : { blend });
  return (
    <div className="grid gap-3">
      <Variants
        draft={draft}
        onDraft={(edit) => put(contentWith(content, edit(draft)), `${step.id}.content`)}
        as={as}
        onAs={onAs}
        blank={blank}
        onlyHtml
        about={about}
      />
      <Share name={step.label ?? t('messages.unnamed')} draft={draft} onShared={(reference) => put(reference)} />
    </div>
  );
}

/** Written once, used by several chains: it becomes a template, and the contact names its first version. */
function Share({
  name,
  draft,
  onShared,
}: {
  name: string;
  draft: ReturnType<typeof draftOf>;
  onShared: (reference: { template: string; version: number }) => void;
}) {
  const t = useTranslations('contents');
  const create = useCreateTemplate();
  const [failure, setFailure] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  async function share() {
    setBusy(true);
    setFailure(null);
    try {
      const made: Template = await create.mutateAsync({ name, folder: null, draft });
      const { number } = await api<TemplateVersionHead>(`/templates/${made.id}/versions`, {
        ...{ method: 'POST', body: {}, revision: made.revision },
      });
      onShared({ template: made.id, version: number });
    } catch (problem) {
      setFailure((problem as Error).message);
    } finally {
      setBusy(false);
    }
  }
  return (
    <div className="grid justify-items-start gap-2 border-t pt-3">
      {failure ? <Notice tone="danger">{failure}</Notice> : null}
      <Button size="small" look="ghost" disabled={busy} onClick={() => void share()}>
        <LayoutTemplate aria-hidden />
        {t('messages.share')}
      </Button>
    </div>
  );
}
