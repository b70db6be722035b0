'use client';
import { useId } from 'react';
import { Checkbox } from '#editor/ui/input.tsx';

type Props = { label: string; checked: boolean; disabled?: boolean; onChange: (checked: boolean) => void };

/** A box to tick, with its words behind it. */
export function Tick({ label, checked, disabled = false, onChange }: Props) {
  const id = useId();
  return (
    <div className="flex items-center gap-2 text-sm">
      <Checkbox id={id} checked={checked} disabled={disabled} onChange={(event) => onChange(event.target.checked)} />
      <label htmlFor={id}>{label}</label>
    </div>
  );
}
