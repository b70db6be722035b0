'use client';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { type Hands, idOf, type Path } from '#editor/panels/hands.ts';
import { Field, type FieldProps } from '#editor/ui/field.tsx';

type Props = {
  at: Path;
  hands: Hands;
  label?: ReactNode;
  hint?: ReactNode;
  /** Advises, does not block. */
  warning?: string | undefined;
  className?: string;
  children: FieldProps['children'];
};

/** A field where the list of problems finds it, with what is wrong with it. */
export function Placed({ at, hands, label, hint, warning, className, children }: Props) {
  const t = useTranslations('panels');
  const key = `fields.${at.at(-1)}`;
  const advice = warning ?? hands.advice(at);
  return (
    <div id={idOf(at)} data-field={at.join('.')} className={className}>
      <Field label={label ?? (t.has(key) ? t(key) : String(at.at(-1)))} hint={hint} problem={hands.problem(at)}>
        {children}
      </Field>
      {advice ? <p className="mt-1 text-warning text-xs">{advice}</p> : null}
    </div>
  );
}

/** What is wrong, where there is no one control to say it of. */
export function Wrong({ text }: { text: string | undefined }) {
  return text === undefined ? null : <p className="text-danger text-xs">{text}</p>;
}
