import { cva, type VariantProps } from 'class-variance-authority';
import { Slot } from 'radix-ui';
import type { ComponentProps } from 'react';
import { cn } from '#editor/ui/class.ts';

export const buttonLook = cva(
  'inline-flex items-center justify-center gap-2 whitespace-nowrap rounded-md font-medium transition-colors disabled:opacity-55 disabled:cursor-not-allowed [&_svg]:size-4 [&_svg]:shrink-0',
  {
    variants: {
      look: {
        primary: 'bg-primary text-primary-foreground hover:bg-primary/90',
        secondary: 'border border-border bg-card text-foreground hover:bg-muted',
        ghost: 'text-foreground hover:bg-muted',
        danger: 'bg-danger text-danger-foreground hover:bg-danger/90',
        link: 'text-primary underline underline-offset-4 hover:no-underline',
      },
      size: { small: 'h-8 px-3 text-sm', normal: 'h-9 px-4 text-sm', large: 'h-11 px-6', icon: 'size-9' },
    },
    defaultVariants: { look: 'secondary', size: 'normal' },
  },
);

export type ButtonProps = ComponentProps<'button'> & VariantProps<typeof buttonLook> & { asChild?: boolean };

export function Button({ className, look, size, asChild = false, type = 'button', ...props }: ButtonProps) {
  const Part = asChild ? Slot.Root : 'button';
  return <Part {...(asChild ? {} : { type })} className={cn(buttonLook({ look, size }), className)} {...props} />;
}
