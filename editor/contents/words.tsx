'use client';
import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { useRef, useState } from 'react';
import { letterOf, wordsIn } from '#core/contents/letter.ts';
import type { Variant } from '#core/contents/template.ts';
import { Code } from '#editor/contents/code.tsx';
import { canBeDrawn } from '#editor/contents/source.ts';
import { VariablePicker } from '#editor/contents/variables.tsx';
import { useShown } from '#editor/data/contents.ts';
import { Skeleton } from '#editor/ui/card.tsx';
import { Field } from '#editor/ui/field.tsx';
import { Input, Select, Textarea } from '#editor/ui/input.tsx';
import { Tab, TabList, TabPanel, Tabs } from '#editor/ui/tabs.tsx';

// The drawing board is three times as heavy as all the rest: it comes when somebody draws.
const Visual = dynamic(() => import('#editor/contents/visual.tsx').then((m) => m.Visual), {
  ssr: false,
  loading: () => <Skeleton className="h-[36rem]" />,
});

/** One language of a message: what stands in the inbox, the message itself, and what is said where a value is missing. */
export function Words({
  variant,
  language,
  onlyHtml,
  onChange,
}: {
  variant: Variant;
  language: string;
  onlyHtml: boolean;
  onChange: (change: Partial<Variant>) => void;
}) {
  const t = useTranslations('contents');
  const drawable = variant.format === 'mjml' && canBeDrawn(variant.source);
  const [letter, setLetter] = useState(() => (variant.format === 'html' ? wordsIn(variant.source) : null));
  const [view, setView] = useState(drawable ? 'visual' : letter === null ? 'code' : 'letter');
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
          {variant.format === 'html' ? (
            <Tab value="letter" disabled={letter === null}>
              {t('views.letter')}
            </Tab>
          ) : (
            <Tab value="visual" disabled={!drawable}>
              {t('views.visual')}
            </Tab>
          )}
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
        <TabPanel value="letter">
          {letter === null ? null : (
            <Letter
              words={letter}
              defaults={variant.defaults}
              onWords={(next, path, fallback) => {
                setLetter(next);
                const source = next.trim() === '' ? '' : letterOf(next, language);
                onChange({ source, ...(path === undefined ? {} : withFallback(path, fallback ?? null)) });
              }}
            />
          )}
        </TabPanel>
        <TabPanel value="code">
          <div className="mb-2 flex flex-wrap items-end justify-between gap-2">
            {onlyHtml ? (
              <span />
            ) : (
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
            )}
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
            onChange={(event) => {
              setLetter(variant.format === 'html' ? wordsIn(event.target.value) : null);
              onChange({ source: event.target.value });
            }}
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

export function Fallbacks({ variant, onChange }: { variant: Variant; onChange: (change: Partial<Variant>) => void }) {
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

function Letter({
  words,
  defaults,
  onWords,
}: {
  words: string;
  defaults: Readonly<Record<string, string>>;
  onWords: (words: string, path?: string, fallback?: string | null) => void;
}) {
  const t = useTranslations('contents');
  const area = useRef<HTMLTextAreaElement>(null);
  return (
    <div className="relative">
      <Field label={t('body')} hint={t('letterHint')}>
        {(control) => (
          <Textarea
            {...control}
            ref={area}
            rows={14}
            className="leading-7"
            value={words}
            onChange={(event) => onWords(event.target.value)}
          />
        )}
      </Field>
      <div className="absolute -top-2 right-0">
        <VariablePicker
          label={t('variable.into', { field: t('body') })}
          defaults={defaults}
          onPick={(path, fallback) => {
            const at = area.current?.selectionStart ?? words.length;
            onWords(`${words.slice(0, at)}{{ ${path} }}${words.slice(at)}`, path, fallback);
          }}
        />
      </div>
    </div>
  );
}
