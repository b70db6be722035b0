import type { ComponentProps, ReactNode } from 'react';
import { cn } from '#editor/ui/class.ts';

export function Card({ className, ...props }: ComponentProps<'section'>) {
  return <section className={cn('rounded-xl border bg-card p-5 shadow-raised', className)} {...props} />;
}

/** What a page, a list or a panel says when there is nothing yet: what it is for and what to do next. */
export function Empty({
  icon,
  title,
  children,
  action,
}: {
  icon?: ReactNode;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className="grid justify-items-center gap-3 rounded-xl border border-dashed px-6 py-12 text-center [&>svg]:size-8 [&>svg]:text-muted-foreground">
      {icon}
      <p className="font-medium">{title}</p>
      {children ? <div className="max-w-prose text-muted-foreground text-sm">{children}</div> : null}
      {action}
    </div>
  );
}

const TONE = {
  info: 'border-border bg-muted text-foreground',
  success: 'border-success/40 bg-success-soft text-foreground',
  warning: 'border-warning/40 bg-warning-soft text-foreground',
  danger: 'border-danger/40 bg-danger-soft text-foreground',
};

export function Notice({ tone = 'info', className, ...props }: ComponentProps<'div'> & { tone?: keyof typeof TONE }) {
  return (
    <div
      role={tone === 'danger' ? 'alert' : 'status'}
      className={cn('rounded-lg border px-4 py-3 text-sm', TONE[tone], className)}
      {...props}
    />
  );
}

const BADGE = {
  plain: 'bg-muted text-foreground',
  success: 'bg-success-soft text-success',
  warning: 'bg-warning-soft text-warning',
  danger: 'bg-danger-soft text-danger',
  entry: 'bg-entry-soft text-entry',
  contact: 'bg-contact-soft text-contact',
  wait: 'bg-wait-soft text-wait',
  branch: 'bg-branch-soft text-branch',
  goal: 'bg-goal-soft text-goal',
  flow: 'bg-flow-soft text-flow',
};
export type BadgeTone = keyof typeof BADGE;

export function Badge({ tone = 'plain', className, ...props }: ComponentProps<'span'> & { tone?: BadgeTone }) {
  return (
    <span
      className={cn(
        'inline-flex items-center gap-1 rounded-full px-2 py-0.5 font-medium text-xs [&_svg]:size-3',
        BADGE[tone],
        className,
      )}
      {...props}
    />
  );
}

export function Skeleton({ className, ...props }: ComponentProps<'div'>) {
  return <div aria-hidden data-loading className={cn('animate-pulse rounded-md bg-muted', className)} {...props} />;
}
