'use client';
import type { ReactNode } from 'react';

/** What is told of the whole above, the drawing or the rows, and beside them what is told of one. */
export function WatchFrame({ head, children, side }: { head: ReactNode; children: ReactNode; side?: ReactNode }) {
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 sm:gap-x-6 border-b bg-card px-4 py-2">{head}</div>
      <div className="flex min-h-0 flex-1 flex-col md:flex-row">
        {children}
        {side}
      </div>
    </div>
  );
}

export function Side({ label, children }: { label: string; children: ReactNode }) {
  return (
    <aside
      aria-label={label}
      // Where nothing in it takes the focus, the keyboard still has to scroll it.
      // biome-ignore lint/a11y/noNoninteractiveTabindex: see above.
      tabIndex={0}
      className="grid w-full shrink-0 content-start gap-4 overflow-y-auto border-t bg-card p-4 md:w-88 md:border-t-0 md:border-l"
    >
      {children}
    </aside>
  );
}
