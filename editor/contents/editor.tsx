'use client';
import { useQueryClient } from '@tanstack/react-query';
import { CloudAlert, CloudCheck, CloudUpload, History, Send } from 'lucide-react';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { useLocale, useTranslations } from 'next-intl';
import { useCallback, useRef, useState } from 'react';
import { blankVariant } from '#core/contents/starters.ts';
import type { TemplateDraft, Variant } from '#core/contents/template.ts';
import { type Saving, useAutosave } from '#editor/contents/autosave.ts';
import { Code } from '#editor/contents/code.tsx';
import { Preview } from '#editor/contents/preview.tsx';
import { ProofDialog } from '#editor/contents/proof.tsx';
import { canBeDrawn } from '#editor/contents/source.ts';
import { VariablePicker } from '#editor/contents/variables.tsx';
import { VersionsDialog } from '#editor/contents/versions.tsx';
import { type ShownAs, saveTemplate, type Template, useShown, useTemplate } from '#editor/data/contents.ts';
import { useMay } from '#editor/data/me.ts';
import { Button } from '#editor/ui/button.tsx';
import { Notice, Skeleton } from '#editor/ui/card.tsx';
import { Field } from '#editor/ui/field.tsx';
import { Input, Select, Textarea } from '#editor/ui/input.tsx';
import { Page } from '#editor/ui/page.tsx';
import { Tab, TabList, TabPanel, Tabs } from '#editor/ui/tabs.tsx';

// The drawing board is three times as heavy as all the rest: it comes when somebody draws.
const Visual = dynamic(() => import('#editor/contents/visual.tsx').then((m) => m.Visual), {
  ssr: false,
  loading: () => <Skeleton className="h-[36rem]" />,
});

type Written = { name: string; folder: string | null; draft: TemplateDraft };
const LANGUAGES = ['en', 'fr', 'de', 'es', 'it', 'nl', 'pt'];

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
  const client = useQueryClient();
  const mayWrite = useMay('chains:draft');
  const [start] = useState(() => ({ revision: template.revision, value: writtenOf(template) }));
  const [written, setWritten] = useState<Written>(start.value);
  const [language, setLanguage] = useState(template.draft.language);
  const [as, setAs] = useState<ShownAs>(null);
  const [dialog, setDialog] = useState<'proof' | 'versions' | null>(null);
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
  const { draft } = written;
  const variant = draft.variants[language];

  const setDraft = (change: (draft: TemplateDraft) => TemplateDraft) =>
    setWritten((now) => ({ ...now, draft: change(now.draft) }));
  const setVariant = (change: Partial<Variant>) =>
    setDraft((now) => ({
      ...now,
      variants: { ...now.variants, [language]: { ...now.variants[language]!, ...change } },
    }));

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
          <Kept state={saving.state} onAgain={() => void saving.flush()} />
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
      {saving.theirs ? (
        <Notice tone="warning" className="mb-4 flex flex-wrap items-center justify-between gap-3">
          {t('saving.conflict')}
          <span className="flex gap-2">
            <Button
              size="small"
              onClick={() => {
                const value = writtenOf(saving.theirs!);
                saving.yieldTo({ revision: saving.theirs!.revision, value });
                setWritten(value);
                setRound((n) => n + 1);
              }}
            >
              {t('saving.theirs')}
            </Button>
            <Button size="small" onClick={saving.insist}>
              {t('saving.mine')}
            </Button>
          </span>
        </Notice>
      ) : null}
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
      <Tabs value={language} onValueChange={setLanguage}>
        <div className="flex flex-wrap items-center gap-3">
          <TabList aria-label={t('languages')}>
            {Object.keys(draft.variants).map((tag) => (
              <Tab key={tag} value={tag}>
                <LanguageName tag={tag} />
                {tag === draft.language ? (
                  <span className="ml-1 text-muted-foreground text-xs">({t('byDefault')})</span>
                ) : null}
              </Tab>
            ))}
          </TabList>
          <Select
            aria-label={t('addLanguage')}
            className="w-auto"
            value=""
            onChange={({ target }) => {
              const tag = target.value;
              setDraft((now) => ({ ...now, variants: { ...now.variants, [tag]: copied(now, tag) } }));
              setLanguage(tag);
            }}
          >
            <option value="">{t('addLanguage')}</option>
            {LANGUAGES.filter((tag) => !draft.variants[tag]).map((tag) => (
              <option key={tag} value={tag}>
                {new Intl.DisplayNames([tag], { type: 'language' }).of(tag)}
              </option>
            ))}
          </Select>
        </div>
        {Object.keys(draft.variants).map((tag) => (
          <TabPanel key={tag} value={tag}>
            {variant && tag === language ? (
              <div className="grid gap-6 xl:grid-cols-[minmax(0,1fr)_28rem]">
                <Words key={`${language} ${round}`} variant={variant} language={language} onChange={setVariant} />
                <Preview variant={variant} language={language} as={as} onAs={setAs} />
              </div>
            ) : null}
          </TabPanel>
        ))}
      </Tabs>
      {dialog === 'proof' ? (
        <ProofDialog template={template.id} variants={draft.variants} as={as} onClose={() => setDialog(null)} />
      ) : null}
      {dialog === 'versions' ? (
        <VersionsDialog
          template={template.id}
          settle={async () => ((await saving.flush()) ? saving.revision() : null)}
          onRestore={(restored) => {
            setWritten((now) => ({ ...now, draft: restored }));
            setLanguage(restored.language);
            setRound((n) => n + 1);
          }}
          onClose={() => setDialog(null)}
        />
      ) : null}
    </Page>
  );
}

function Words({
  variant,
  language,
  onChange,
}: {
  variant: Variant;
  language: string;
  onChange: (change: Partial<Variant>) => void;
}) {
  const t = useTranslations('contents');
  const drawable = variant.format === 'mjml' && canBeDrawn(variant.source);
  const [view, setView] = useState(drawable ? 'visual' : 'code');
  const shown = useShown(view === 'text' ? { variant, language, as: null } : null);
  const code = useRef<HTMLTextAreaElement>(null);
  const withFallback = (path: string, fallback: string | null) =>
    fallback === null ? {} : { defaults: { ...variant.defaults, [path]: fallback } };

  return (
    <div className="grid content-start gap-4">
      {(['subject', 'preheader'] as const).map((field) => (
        <div key={field} className="relative">
          <Field label={t(field)} hint={t(`${field}Hint`)}>
            {(control) => (
              <Input
                {...control}
                value={variant[field]}
                maxLength={500}
                onChange={(event) => onChange({ [field]: event.target.value })}
              />
            )}
          </Field>
          <div className="absolute -top-2 right-0">
            <VariablePicker
              label={t('variable.into', { field: t(field) })}
              defaults={variant.defaults}
              onPick={(path, fallback) =>
                onChange({ [field]: `${variant[field]}{{ ${path} }}`, ...withFallback(path, fallback) })
              }
            />
          </div>
        </div>
      ))}
      <Tabs value={view} onValueChange={setView}>
        <TabList aria-label={t('body')}>
          <Tab value="visual" disabled={!drawable}>
            {t('views.visual')}
          </Tab>
          <Tab value="code">{t(variant.format === 'mjml' ? 'views.mjml' : 'views.html')}</Tab>
          <Tab value="text">{t('views.text')}</Tab>
        </TabList>
        <TabPanel value="visual">
          {view === 'visual' && drawable ? (
            <Visual
              source={variant.source}
              onSource={(source) => onChange({ source })}
              defaults={variant.defaults}
              onFallback={(path, fallback) => onChange(withFallback(path, fallback))}
            />
          ) : null}
        </TabPanel>
        <TabPanel value="code">
          <div className="mb-2 flex flex-wrap items-end justify-between gap-2">
            <Field label={t('format')} className="w-56">
              {(control) => (
                <Select
                  {...control}
                  value={variant.format}
                  onChange={(event) => onChange({ format: event.target.value as Variant['format'] })}
                >
                  <option value="mjml">{t('views.mjml')}</option>
                  <option value="html">{t('views.html')}</option>
                </Select>
              )}
            </Field>
            <VariablePicker
              label={t('variable.into', { field: t('body') })}
              defaults={variant.defaults}
              onPick={(path, fallback) => {
                const at = code.current?.selectionStart ?? variant.source.length;
                const source = `${variant.source.slice(0, at)}{{ ${path} }}${variant.source.slice(at)}`;
                onChange({ source, ...withFallback(path, fallback) });
              }}
            />
          </div>
          <Code
            ref={code}
            aria-label={t('body')}
            value={variant.source}
            onChange={(event) => onChange({ source: event.target.value })}
          />
        </TabPanel>
        <TabPanel value="text">
          <Field label={t('views.text')} hint={t(variant.text === undefined ? 'textDerived' : 'textOwn')}>
            {(control) => (
              <Textarea
                {...control}
                rows={16}
                value={variant.text ?? shown.data?.text ?? ''}
                onChange={(event) => onChange({ text: event.target.value })}
              />
            )}
          </Field>
        </TabPanel>
      </Tabs>
      <Fallbacks variant={variant} onChange={onChange} />
    </div>
  );
}

function Fallbacks({ variant, onChange }: { variant: Variant; onChange: (change: Partial<Variant>) => void }) {
  const t = useTranslations('contents');
  const paths = Object.keys(variant.defaults);
  if (paths.length === 0) return null;
  return (
    <section className="grid gap-2">
      <h2 className="font-semibold text-sm">{t('fallbacks')}</h2>
      <div className="grid gap-3 sm:grid-cols-2">
        {paths.map((path) => (
          <Field key={path} label={<code className="text-xs">{path}</code>}>
            {(control) => (
              <Input
                {...control}
                value={variant.defaults[path]}
                onChange={(event) => onChange({ defaults: { ...variant.defaults, [path]: event.target.value } })}
              />
            )}
          </Field>
        ))}
      </div>
    </section>
  );
}

function Kept({ state, onAgain }: { state: Saving; onAgain: () => void }) {
  const t = useTranslations('contents');
  const Icon = { saved: CloudCheck, saving: CloudUpload, failed: CloudAlert, conflict: CloudAlert }[state];
  return (
    <span role="status" className="flex items-center gap-2 text-muted-foreground text-sm">
      <Icon aria-hidden className="size-4" />
      {t(`saving.states.${state}`)}
      {state === 'failed' ? (
        <Button size="small" onClick={onAgain}>
          {t('again')}
        </Button>
      ) : null}
    </span>
  );
}

function LanguageName({ tag }: { tag: string }) {
  const locale = useLocale();
  return <>{new Intl.DisplayNames([locale], { type: 'language' }).of(tag) ?? tag}</>;
}

/** A new language begins as the words by default, to be translated. */
function copied(draft: TemplateDraft, tag: string): Variant {
  return draft.variants[draft.language] ?? blankVariant(tag);
}

function writtenOf({ name, folder, draft }: Template): Written {
  return { name, folder, draft };
}
