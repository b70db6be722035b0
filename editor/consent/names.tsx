'use client';
import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '#editor/ui/button.tsx';
import { Field } from '#editor/ui/field.tsx';
import { Input } from '#editor/ui/input.tsx';

const FIRST = ['en', 'fr'];
const LANGUAGE = /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/;

/** A name in each language: English and French stand there, others are added by their code. */
export function Names({
  names,
  disabled,
  change,
}: {
  names: Record<string, string>;
  disabled: boolean;
  change(names: Record<string, string>): void;
}) {
  const t = useTranslations('consent');
  const locale = useLocale();
  const [added, setAdded] = useState('');
  const languages = [...new Set([...FIRST, ...Object.keys(names)])];
  const title = (tag: string) => new Intl.DisplayNames([locale], { type: 'language' }).of(tag) ?? tag;
  return (
    <fieldset className="grid gap-3">
      <legend className="sr-only">{t('names')}</legend>
      <div className="grid gap-3 sm:grid-cols-2">
        {languages.map((tag) => (
          <Field key={tag} label={t('nameIn', { language: title(tag) })}>
            {(control) => (
              <Input
                {...control}
                lang={tag}
                maxLength={200}
                disabled={disabled}
                value={names[tag] ?? ''}
                onChange={({ target }) => change({ ...names, [tag]: target.value })}
              />
            )}
          </Field>
        ))}
      </div>
      {disabled ? null : (
        <Field label={t('addLanguage')} hint={t('addLanguageHint')}>
          {(control) => (
            <div className="flex gap-2">
              <Input
                {...control}
                className="w-28"
                value={added}
                onChange={({ target }) => setAdded(target.value.trim())}
              />
              <Button
                disabled={!LANGUAGE.test(added) || languages.includes(added)}
                onClick={() => {
                  change({ ...names, [added]: '' });
                  setAdded('');
                }}
              >
                {t('add')}
              </Button>
            </div>
          )}
        </Field>
      )}
    </fieldset>
  );
}
