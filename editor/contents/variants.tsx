'use client';
import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { blankVariant } from '#core/contents/starters.ts';
import type { TemplateDraft, Variant } from '#core/contents/template.ts';
import { type About, Preview } from '#editor/contents/preview.tsx';
import { Words } from '#editor/contents/words.tsx';
import type { ShownAs } from '#editor/data/contents.ts';
import { Button } from '#editor/ui/button.tsx';
import { Select } from '#editor/ui/input.tsx';
import { Tab, TabList, TabPanel, Tabs } from '#editor/ui/tabs.tsx';

const LANGUAGES = ['en', 'fr', 'de', 'es', 'it', 'nl', 'pt'];

export type Languages = Pick<TemplateDraft, 'language' | 'variants'>;

/** A message in each of its languages, beside what becomes of it. */
export function Variants({
  draft,
  onDraft,
  as,
  onAs,
  blank = blankVariant,
  readonly = false,
  about = {},
  onlyHtml = false,
}: {
  draft: Languages;
  onDraft: (change: (draft: Languages) => Languages) => void;
  as: ShownAs;
  onAs: (as: ShownAs) => void;
  /** What a message without words begins with. */
  blank?: (language: string) => Variant;
  readonly?: boolean;
  /** Of the contact that says it: what is advised depends on it. */
  about?: About;
  /** No other code can be kept where it stands. */
  onlyHtml?: boolean;
}) {
  const t = useTranslations('contents');
  const [chosen, setLanguage] = useState(draft.language);
  const tags = Object.keys(draft.variants);
  const language = draft.variants[chosen] ? chosen : (tags[0] ?? draft.language);
  const variant = draft.variants[language];

  const setVariant = (change: Partial<Variant>) =>
    onDraft((now) => ({
      ...now,
      variants: { ...now.variants, [language]: { ...now.variants[language]!, ...change } },
    }));
  const without = ({ [language]: _, ...others }: Languages['variants']) => others;

  return (
    <Tabs value={language} onValueChange={setLanguage}>
      <div className="flex flex-wrap items-center gap-3">
        <TabList aria-label={t('languages')}>
          {tags.map((tag) => (
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
          disabled={readonly}
          value=""
          onChange={({ target }) => {
            const tag = target.value;
            // A new language begins as the words by default, to be translated.
            onDraft((now) => ({
              ...now,
              variants: { ...now.variants, [tag]: now.variants[now.language] ?? blank(tag) },
            }));
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
        {language !== draft.language && !readonly ? (
          <span className="flex gap-1">
            <Button size="small" look="ghost" onClick={() => onDraft((now) => ({ ...now, language }))}>
              {t('makeDefault')}
            </Button>
            <Button
              size="small"
              look="ghost"
              onClick={() => {
                onDraft((now) => ({ ...now, variants: without(now.variants) }));
                setLanguage(draft.language);
              }}
            >
              {t('removeLanguage')}
            </Button>
          </span>
        ) : null}
      </div>
      {tags.map((tag) => (
        <TabPanel key={tag} value={tag}>
          {variant && tag === language ? (
            <div className="grid gap-6 xl:grid-cols-[minmax(0,1fr)_28rem]">
              <fieldset disabled={readonly} className="min-w-0">
                <Words key={language} variant={variant} language={language} onlyHtml={onlyHtml} onChange={setVariant} />
              </fieldset>
              <Preview variant={variant} language={language} as={as} onAs={onAs} about={about} />
            </div>
          ) : null}
        </TabPanel>
      ))}
    </Tabs>
  );
}

function LanguageName({ tag }: { tag: string }) {
  const locale = useLocale();
  return <>{new Intl.DisplayNames([locale], { type: 'language' }).of(tag) ?? tag}</>;
}
