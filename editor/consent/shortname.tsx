'use client';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { slugOf } from '#editor/policy/slug.ts';
import { Field } from '#editor/ui/field.tsx';
import { Input } from '#editor/ui/input.tsx';

export type ShortName = { id: string; taken: boolean; type(id: string): void };

/** The short name of something new: out of what it is called, until another is typed. */
export function useShortName(called: string, taken: readonly { id: string }[]): ShortName {
  const [typed, type] = useState<string | null>(null);
  const known = taken.map(({ id }) => id);
  const proposed = called.trim() === '' ? '' : slugOf(called, known).replaceAll('_', '-');
  const id = typed ?? proposed;
  return { id, taken: known.includes(id), type };
}

export function ShortNameField({ name, problem }: { name: ShortName; problem?: string | undefined }) {
  const t = useTranslations('consent');
  return (
    <Field label={t('id')} hint={t('idHint')} problem={problem ?? (name.taken ? t('idTaken') : undefined)}>
      {(control) => (
        <Input
          {...control}
          required
          pattern="[A-Za-z0-9][A-Za-z0-9_.\-]*"
          maxLength={64}
          value={name.id}
          onChange={({ target }) => name.type(target.value)}
        />
      )}
    </Field>
  );
}
