'use client';
import { type ReactNode, useId } from 'react';
import { cn } from '#editor/ui/class.ts';

export type FieldProps = {
  label: ReactNode;
  hint?: ReactNode;
  /** What is wrong with it, in words. */
  problem?: string | undefined;
  className?: string;
  /** Spread over the control, so that label, hint and problem belong to it for everybody. */
  children: (control: {
    id: string;
    'aria-describedby': string | undefined;
    'aria-invalid': true | undefined;
  }) => ReactNode;
};

export function Field({ label, hint, problem, className, children }: FieldProps) {
  const id = useId();
  const described = [hint ? `${id}-hint` : '', problem ? `${id}-problem` : ''].filter(Boolean).join(' ');
  return (
    <div className={cn('grid content-start gap-1.5', className)}>
      <label htmlFor={id} className="font-medium text-sm">
        {label}
      </label>
      {children({ id, 'aria-describedby': described || undefined, 'aria-invalid': problem ? true : undefined })}
      {hint ? (
        <p id={`${id}-hint`} className="text-muted-foreground text-xs">
          {hint}
        </p>
      ) : null}
      {problem ? (
        <p id={`${id}-problem`} className="text-danger text-xs">
          {problem}
        </p>
      ) : null}
    </div>
  );
}
