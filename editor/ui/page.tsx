import type { ReactNode } from 'react';

/** The frame of every page of the desk: one heading, what can be done, the matter. */
export function Page({
  title,
  actions,
  children,
  wide = false,
}: {
  title: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
  wide?: boolean;
}) {
  return (
    <div className={wide ? 'px-4 py-6 sm:px-8' : 'mx-auto max-w-6xl px-4 py-6 sm:px-8'}>
      <div className="mb-6 flex flex-wrap items-center justify-between gap-3">
        <h1 className="font-semibold text-2xl tracking-tight">{title}</h1>
        {actions ? <div className="flex flex-wrap items-center gap-2">{actions}</div> : null}
      </div>
      {children}
    </div>
  );
}
