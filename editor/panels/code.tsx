'use client';
import { useTranslations } from 'next-intl';
import { type ComponentProps, useState } from 'react';
import { Wrong } from '#editor/panels/placed.tsx';
import { cn } from '#editor/ui/class.ts';
import { Textarea } from '#editor/ui/input.tsx';

type Props = Omit<ComponentProps<'textarea'>, 'value' | 'onChange'> & {
  value: unknown;
  onChange: (value: unknown) => void;
};

/** What no form shows is written as it is kept; nothing of it is lost, and half-written it is not taken over. */
export function Code({ value, onChange, className, ...shared }: Props) {
  const t = useTranslations('panels');
  const [draft, setDraft] = useState<string | null>(null);
  const [broken, setBroken] = useState(false);
  const take = () => {
    if (draft === null) return;
    try {
      onChange(draft.trim() === '' ? undefined : JSON.parse(draft));
      setDraft(null);
      setBroken(false);
    } catch {
      setBroken(true);
    }
  };
  return (
    <>
      <Textarea
        {...shared}
        spellCheck={false}
        className={cn('font-mono text-xs', className)}
        value={draft ?? (value === undefined ? '' : JSON.stringify(value, null, 2))}
        onChange={(e) => setDraft(e.target.value)}
        onBlur={take}
      />
      <Wrong text={broken ? t('notJson') : undefined} />
    </>
  );
}
