'use client';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { type ReactNode, useRef } from 'react';
import { isReference, referenceOf } from '#core/contents/reference.ts';
import { VersionThumbnail } from '#editor/contents/thumbnail.tsx';
import { useTemplates, useVersions } from '#editor/data/contents.ts';
import { Button } from '#editor/ui/button.tsx';
import { Notice } from '#editor/ui/card.tsx';
import { Field } from '#editor/ui/field.tsx';
import { Select } from '#editor/ui/input.tsx';

export type Content = Record<string, unknown>;

/** Of a contact: a version of a template, or words written in the chain itself, in the fields given. */
export function ContentPicker({
  channel,
  content,
  onChange,
  children,
}: {
  channel: string;
  content: Content;
  onChange: (content: Content) => void;
  /** The fields to write here. */
  children: ReactNode;
}) {
  const t = useTranslations('contents');
  const referring = isReference(content);
  // What was written comes back when she changes her mind.
  const written = useRef<Content>(referring ? {} : content);
  if (!referring) written.current = content;
  if (channel !== 'email') return children;
  return (
    <div className="grid gap-3">
      <Field label={t('picker.how')}>
        {(control) => (
          <Select
            {...control}
            value={referring ? 'template' : 'here'}
            onChange={(event) =>
              onChange(event.target.value === 'template' ? { template: '', version: 1 } : written.current)
            }
          >
            <option value="here">{t('picker.here')}</option>
            <option value="template">{t('picker.template')}</option>
          </Select>
        )}
      </Field>
      {referring ? <Choice content={content} onChange={onChange} /> : children}
    </div>
  );
}

function Choice({ content, onChange }: { content: Content; onChange: (content: Content) => void }) {
  const t = useTranslations('contents');
  const templates = useTemplates({ withdrawn: false });
  const usable = templates.data?.items.filter((item) => item.version !== null) ?? [];
  const chosen = referenceOf(content);
  const versions = useVersions(chosen?.template ?? '');
  const newest = usable.find((item) => item.id === chosen?.template)?.version ?? 0;
  if (templates.data && usable.length === 0) return <Notice>{t('picker.none')}</Notice>;
  return (
    <>
      <Field label={t('template')}>
        {(control) => (
          <Select
            {...control}
            value={chosen?.template ?? ''}
            onChange={({ target }) => {
              const item = usable.find(({ id }) => id === target.value);
              if (item) onChange({ template: item.id, version: item.version });
            }}
          >
            <option value="">{t('picker.choose')}</option>
            {usable.map((item) => (
              <option key={item.id} value={item.id}>
                {item.name}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {chosen ? (
        <>
          <Field label={t('picker.version')}>
            {(control) => (
              <Select
                {...control}
                value={chosen.version}
                onChange={({ target }) => onChange({ ...chosen, version: Number(target.value) })}
              >
                {versions.data?.items.map(({ number, note }) => (
                  <option key={number} value={number}>
                    {[number, note].filter(Boolean).join(' – ')}
                  </option>
                ))}
              </Select>
            )}
          </Field>
          {newest > chosen.version ? (
            <Button size="small" onClick={() => onChange({ ...chosen, version: newest })}>
              {t('picker.newer', { number: newest })}
            </Button>
          ) : null}
          <VersionThumbnail id={chosen.template} version={chosen.version} />
          <Button asChild size="small" look="link" className="justify-self-start px-0">
            <Link href={`/contents/${chosen.template}`}>{t('picker.open')}</Link>
          </Button>
        </>
      ) : null}
    </>
  );
}
