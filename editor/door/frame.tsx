import type { ReactNode } from 'react';
import { Mark } from '#editor/desk/mark.tsx';

/** A page before the desk: the mark, one heading, one form. */
export function Door({ title, children }: { title: string; children: ReactNode }) {
  return (
    <main className="mx-auto grid min-h-dvh max-w-md content-center gap-6 p-6">
      <div className="flex items-center gap-3 font-semibold text-xl">
        <Mark /> Jalon
      </div>
      <h1 className="font-semibold text-2xl tracking-tight">{title}</h1>
      {children}
    </main>
  );
}
