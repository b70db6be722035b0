'use client';
import type { ReactNode } from 'react';
import { Field } from '#editor/ui/field.tsx';
import { Input } from '#editor/ui/input.tsx';

/** A section of the panel, and its plain fields. */
export function Part({ title, hint, children }: { title: string; hint?: string; children: ReactNode }) {
  return (
    <section className="grid gap-3 border-t pt-4">
      <h3 className="font-semibold text-sm">{title}</h3>
      {hint ? <p className="text-muted-foreground text-xs">{hint}</p> : null}
      {children}
    </section>
  );
}

type TextProps = { label: string; hint?: string; value: string; onChange: (value: string) => void };

export function Text({ label, value, onChange }: TextProps) {
  return (
    <Field label={label} className="content-between">
      {(c) => <Input {...c} value={value} onChange={(e) => onChange(e.target.value)} />}
    </Field>
  );
}

export function Num({ label, hint, value, onChange, max }: TextProps & { max?: number }) {
  return (
    <Field label={label} {...(hint ? { hint } : {})} className="content-between">
      {(c) => (
        <Input
          {...c}
          type="number"
          min={0}
          {...(max === undefined ? {} : { max })}
          value={value}
          onChange={(e) => onChange(e.target.value)}
        />
      )}
    </Field>
  );
}
