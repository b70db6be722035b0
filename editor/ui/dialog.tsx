'use client';
import { X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { Button } from '#editor/ui/button.tsx';
import { cn } from '#editor/ui/class.ts';

export type DialogProps = {
  open: boolean;
  /** Left out: it goes only by an answer. */
  onOpenChange?: (open: boolean) => void;
  title: ReactNode;
  description?: ReactNode;
  /** `side`: a panel at the right edge. */
  place?: 'centre' | 'side';
  className?: string;
  children: ReactNode;
};

const PLACE = {
  centre: 'left-1/2 top-1/2 max-h-[90dvh] w-[min(36rem,calc(100vw-2rem))] -translate-x-1/2 -translate-y-1/2 rounded-xl',
  side: 'inset-y-0 right-0 h-dvh w-[min(32rem,100vw)]',
};

export function Dialog({ open, onOpenChange, title, description, place = 'centre', className, children }: DialogProps) {
  const t = useTranslations('desk');
  return (
    <Radix.Root open={open} {...(onOpenChange ? { onOpenChange } : {})}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-black/45" />
        <Radix.Content
          {...(description ? {} : { 'aria-describedby': undefined })}
          className={cn(
            'fixed z-50 grid content-start gap-4 scroll-pb-20 overflow-y-auto border bg-card p-6 text-foreground shadow-raised',
            PLACE[place],
            className,
          )}
        >
          <div className="grid gap-1 pr-8">
            <Radix.Title className="font-semibold text-lg">{title}</Radix.Title>
            {description ? (
              <Radix.Description className="text-muted-foreground text-sm">{description}</Radix.Description>
            ) : null}
          </div>
          {children}
          {onOpenChange ? (
            <Radix.Close asChild>
              <Button look="ghost" size="icon" className="absolute top-4 right-4" aria-label={t('close')}>
                <X aria-hidden />
              </Button>
            </Radix.Close>
          ) : null}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** The deeds beneath a long form: in sight however far one has scrolled. */
export function DialogDeeds({ children }: { children: ReactNode }) {
  return (
    <div className="sticky -bottom-6 z-10 -mx-6 -mb-6 flex flex-wrap items-center justify-end gap-2 border-t bg-card px-6 py-4">
      {children}
    </div>
  );
}
