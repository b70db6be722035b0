'use client';
import { type ComponentProps, useRef } from 'react';
import { cn } from '#editor/ui/class.ts';

/** A text with line numbers. Tab moves on, as everywhere: nobody is caught in it. */
export function Code({ className, value, onScroll, ...props }: ComponentProps<'textarea'> & { value: string }) {
  const numbers = useRef<HTMLPreElement>(null);
  const lines = value.split('\n').length;
  return (
    <div className={cn('flex h-[32rem] overflow-hidden rounded-md border border-input bg-card', className)}>
      <pre
        ref={numbers}
        aria-hidden
        className="w-12 shrink-0 overflow-hidden bg-muted py-2 pr-2 text-right font-mono text-muted-foreground text-xs leading-5"
      >
        {Array.from({ length: lines }, (_, i) => i + 1).join('\n')}
      </pre>
      <textarea
        value={value}
        spellCheck={false}
        wrap="off"
        onScroll={(event) => {
          if (numbers.current) numbers.current.scrollTop = event.currentTarget.scrollTop;
          onScroll?.(event);
        }}
        className="min-w-0 flex-1 resize-none overflow-auto bg-card px-3 py-2 font-mono text-xs leading-5"
        {...props}
      />
    </div>
  );
}
