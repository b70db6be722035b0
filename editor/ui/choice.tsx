'use client';
import { type ComponentProps, type ReactNode, useId } from 'react';
import { cn } from '#editor/ui/class.ts';
import { Checkbox } from '#editor/ui/input.tsx';

export type ChoiceProps = Omit<ComponentProps<'input'>, 'type' | 'id'> & { label: ReactNode; hint?: ReactNode };

/** A box to tick with what it means, and below it what comes of it; all of it can be clicked. */
export function Choice({ label, hint, className, ...props }: ChoiceProps) {
  const id = useId();
  return (
    <div className={cn('flex items-start gap-3', className)}>
      <Checkbox id={id} className="mt-0.5" aria-describedby={hint ? `${id}-hint` : undefined} {...props} />
      <div className="min-w-0 flex-1">
        <label htmlFor={id} className="block font-medium">
          {label}
        </label>
        {hint ? (
          <p id={`${id}-hint`} className="text-muted-foreground text-xs">
            {hint}
          </p>
        ) : null}
      </div>
    </div>
  );
}
