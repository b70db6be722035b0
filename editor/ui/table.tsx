import type { ComponentProps } from 'react';
import { cn } from '#editor/ui/class.ts';

/** Scrolls sideways by itself where it is wider than the page. */
export function Table({ className, label, ...props }: ComponentProps<'table'> & { label: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
    <section aria-label={label} tabIndex={0} className="relative overflow-x-auto rounded-xl border bg-card">
      <table className={cn('w-full text-left text-sm', className)} {...props} />
    </section>
  );
}

export function Th({ className, ...props }: ComponentProps<'th'>) {
  return (
    <th
      scope="col"
      className={cn('border-b px-4 py-2.5 font-medium text-muted-foreground text-xs', className)}
      {...props}
    />
  );
}

export function Td({ className, ...props }: ComponentProps<'td'>) {
  return <td className={cn('border-b px-4 py-2.5 align-top [tr:last-child_&]:border-b-0', className)} {...props} />;
}
