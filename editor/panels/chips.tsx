'use client';
import { X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Input } from '#editor/ui/input.tsx';

type Props = {
  id?: string | undefined;
  label: string;
  values: readonly (string | number)[];
  disabled?: boolean;
  /** What was typed is a number where it reads as one. */
  numeric?: boolean;
  onChange: (values: (string | number)[]) => void;
};

/** A short list of words: typed, taken by Enter or comma, removed by its cross. */
export function Chips({ id, label, values, disabled = false, numeric = false, onChange }: Props) {
  const t = useTranslations('panels');
  const [typed, setTyped] = useState('');
  const take = (text: string) => {
    const fresh = text
      .split(',')
      .map((word) => word.trim())
      .filter((word) => word !== '')
      .map((word) => (numeric && Number.isFinite(Number(word)) ? Number(word) : word))
      .filter((word) => !values.includes(word));
    if (fresh.length > 0) onChange([...values, ...fresh]);
    setTyped('');
  };
  return (
    <div className="grid gap-1.5">
      {values.length > 0 ? (
        <ul className="flex flex-wrap gap-1.5">
          {values.map((value) => (
            <li
              key={String(value)}
              className="flex items-center gap-1 rounded-full bg-muted py-0.5 pr-1 pl-2.5 text-sm"
            >
              <span className="break-all">{String(value)}</span>
              {disabled ? null : (
                <button
                  type="button"
                  className="rounded-full p-1 hover:bg-border"
                  aria-label={t('removeNamed', { name: String(value) })}
                  onClick={() => onChange(values.filter((other) => other !== value))}
                >
                  <X aria-hidden className="size-3.5" />
                </button>
              )}
            </li>
          ))}
        </ul>
      ) : null}
      <Input
        id={id}
        aria-label={id ? undefined : label}
        placeholder={t('chipsHint')}
        disabled={disabled}
        value={typed}
        onChange={(event) =>
          event.target.value.endsWith(',') ? take(event.target.value) : setTyped(event.target.value)
        }
        onBlur={() => take(typed)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') {
            event.preventDefault();
            take(typed);
          }
          if (event.key === 'Backspace' && typed === '' && values.length > 0) onChange(values.slice(0, -1));
        }}
      />
    </div>
  );
}
