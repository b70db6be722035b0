'use client';
import { DropdownMenu as Radix } from 'radix-ui';
import type { ComponentProps, ReactNode } from 'react';
import { cn } from '#editor/ui/class.ts';

export function Menu({
  trigger,
  children,
  align = 'end',
  defaultOpen = false,
}: {
  trigger: ReactNode;
  children: ReactNode;
  align?: 'start' | 'end';
  defaultOpen?: boolean;
}) {
  return (
    // What is behind stays there for readers of screens: a menu is no dialog.
    <Radix.Root defaultOpen={defaultOpen} modal={false}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align={align}
          sideOffset={6}
          className="z-50 min-w-48 rounded-lg border bg-card p-1 text-foreground text-sm shadow-raised"
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

const ITEM =
  'flex cursor-pointer select-none items-center gap-2 rounded-md px-3 py-2 outline-none data-[disabled]:cursor-not-allowed data-[disabled]:opacity-50 data-[highlighted]:bg-muted [&_svg]:size-4';

export function MenuItem({ className, ...props }: ComponentProps<typeof Radix.Item>) {
  return <Radix.Item className={cn(ITEM, className)} {...props} />;
}

export function MenuChoice({ className, ...props }: ComponentProps<typeof Radix.RadioItem>) {
  return <Radix.RadioItem className={cn(ITEM, 'data-[state=checked]:font-semibold', className)} {...props} />;
}

export const MenuChoices = Radix.RadioGroup;
export const MenuLabel = ({ children }: { children: ReactNode }) => (
  <Radix.Label className="px-3 py-1.5 text-muted-foreground text-xs">{children}</Radix.Label>
);
export const MenuLine = () => <Radix.Separator className="my-1 h-px bg-border" />;
