'use client';
import { Plus, Trash2 } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { useRef } from 'react';
import type { TaskContent } from '#core/channels/task.ts';
import { useParamValues } from '#editor/contents/about.ts';
import type { Writing } from '#editor/contents/own.tsx';
import { As } from '#editor/contents/preview.tsx';
import { VariablePicker } from '#editor/contents/variables.tsx';
import { Fallbacks } from '#editor/contents/words.tsx';
import { useContact } from '#editor/data/contents.ts';
import { setField } from '#editor/state/document.ts';
import { useEditor } from '#editor/state/store.ts';
import { Button } from '#editor/ui/button.tsx';
import { Notice, Skeleton } from '#editor/ui/card.tsx';
import { Field } from '#editor/ui/field.tsx';
import { Input, Textarea } from '#editor/ui/input.tsx';

const SCRIPT = { call: 'call', letter: 'letter', sms: 'sms', other: 'other' } as const;

/** A letter or the script of a call: what a person finds on the work list. */
export function Script({ step, as, onAs }: Writing) {
  const t = useTranslations('contents');
  const content = (step.data.content ?? {}) as Partial<TaskContent>;
  const kind = SCRIPT[content.kind ?? 'other'];
  const area = useRef<HTMLTextAreaElement>(null);
  const put = (change: Partial<TaskContent>) =>
    useEditor.getState().change('edit', (g) => setField(g, step.id, ['content'], { ...content, ...change }), {
      blend: `${step.id}.content`,
    });
  const { title = '', body = '', team = '', outcomes = [], defaults = {} } = content;
  const withFallback = (path: string, fallback: string | null) =>
    fallback === null ? {} : { defaults: { ...defaults, [path]: fallback } };
  return (
    <div className="grid gap-6 xl:grid-cols-[minmax(0,1fr)_28rem]">
      <div className="grid content-start gap-4">
        <Field label={t('script.title')}>
          {(control) => (
            <Input {...control} maxLength={500} value={title} onChange={(e) => put({ title: e.target.value })} />
          )}
        </Field>
        <div className="relative">
          <Field label={t(`script.body.${kind}`)}>
            {(control) => (
              <Textarea
                {...control}
                ref={area}
                rows={12}
                value={body}
                onChange={(event) => put({ body: event.target.value })}
              />
            )}
          </Field>
          <div className="absolute -top-2 right-0">
            <VariablePicker
              label={t('variable.into', { field: t(`script.body.${kind}`) })}
              defaults={defaults}
              onPick={(path, fallback) => {
                const at = area.current?.selectionStart ?? body.length;
                const next = `${body.slice(0, at)}{{ ${path} }}${body.slice(at)}`;
                put({ body: next, ...withFallback(path, fallback) });
              }}
            />
          </div>
        </div>
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label={t('script.team')} hint={t('script.teamHint')}>
            {(control) => (
              <Input
                {...control}
                value={team}
                onChange={(event) => {
                  const { team: _, ...rest } = content;
                  const next = event.target.value ? { ...rest, team: event.target.value } : rest;
                  useEditor.getState().change('edit', (g) => setField(g, step.id, ['content'], next));
                }}
              />
            )}
          </Field>
        </div>
        <Outcomes outcomes={outcomes} step={step.id} onOutcomes={(next) => put({ outcomes: next })} />
        <Fallbacks
          variant={{ subject: title, preheader: '', format: 'html', source: body, defaults }}
          onChange={({ defaults: next = {} }) => put({ defaults: next })}
        />
      </div>
      <Shown step={step} as={as} onAs={onAs} />
    </div>
  );
}

/** What the person may answer: each may lead somewhere else in the chain. */
function Outcomes({
  outcomes,
  step,
  onOutcomes,
}: {
  outcomes: string[];
  step: string;
  onOutcomes: (outcomes: string[]) => void;
}) {
  const t = useTranslations('contents');
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-1.5 font-medium text-sm">{t('script.outcomes')}</legend>
      {outcomes.map((outcome, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an outcome has no other name than the one that is being written.
        <div key={`${step} ${i}`} className="flex gap-2">
          <Input
            aria-label={t('script.outcome', { n: i + 1 })}
            maxLength={100}
            value={outcome}
            onChange={(e) => onOutcomes(outcomes.map((o, at) => (at === i ? e.target.value : o)))}
          />
          <Button
            look="ghost"
            size="icon"
            aria-label={t('script.removeOutcome', { name: outcome })}
            disabled={outcomes.length === 1}
            onClick={() => onOutcomes(outcomes.filter((_, at) => at !== i))}
          >
            <Trash2 aria-hidden />
          </Button>
        </div>
      ))}
      {outcomes.length === 0 ? <p className="text-muted-foreground text-sm">{t('script.noOutcomes')}</p> : null}
      <Button
        size="small"
        className="justify-self-start"
        onClick={() => onOutcomes([...outcomes, t('script.newOutcome')])}
      >
        <Plus aria-hidden />
        {t('script.addOutcome')}
      </Button>
    </fieldset>
  );
}

function Shown({ step, as, onAs }: Writing) {
  const t = useTranslations('contents');
  const language = useLocale();
  const params = useParamValues();
  const content = (step.data.content ?? {}) as Record<string, unknown>;
  const { data } = useContact({ channel: 'task', content, language, as, params });
  return (
    <section aria-label={t('preview.title')} className="grid content-start gap-3">
      <h3 className="font-semibold">{t('preview.title')}</h3>
      <As as={as} onAs={onAs} />
      {data ? (
        <>
          <div className="grid min-h-48 content-start gap-3 rounded-lg border bg-background p-6 shadow-raised">
            <p className="font-medium">{data.subject}</p>
            <p className="whitespace-pre-line text-sm leading-6">{data.text || t('messages.empty')}</p>
          </div>
          {data.problems.map((p) => (
            <Notice key={p.message} tone="danger">
              {p.message}
            </Notice>
          ))}
          {data.missing.length > 0 ? (
            <Notice tone="warning">{t('warnings.no_fallback', { names: data.missing.join(', ') })}</Notice>
          ) : null}
        </>
      ) : (
        <Skeleton className="h-48" />
      )}
    </section>
  );
}
