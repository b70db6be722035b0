'use client';
import { type ComponentType, useEffect, useState } from 'react';
import { type Said, toasts } from '#editor/ui/toasts.ts';

const say =
  (kind: Said['kind']) =>
  (text: string, more?: Said['more']): void =>
    toasts.say({ kind, text, more });

/** Short news at the edge of the page. */
export const toast = Object.assign(say('message'), {
  success: say('success'),
  error: say('error'),
  warning: say('warning'),
});

/** Wall ms after which the shelf is fetched though nothing was said: who goes offline needs it there. */
const REST = 5_000;

/** What shows the news comes with the first, and is no part of the first picture. */
export function Toaster() {
  const [Shelf, setShelf] = useState<ComponentType | null>(null);
  useEffect(() => {
    const fetch = () =>
      void import('#editor/ui/toaster.tsx').then(
        (m) => setShelf(() => m.Shelf),
        () => undefined,
      );
    const rest = setTimeout(fetch, REST);
    const deaf = toasts.onWanted(fetch);
    return () => {
      clearTimeout(rest);
      deaf();
    };
  }, []);
  return Shelf ? <Shelf /> : null;
}
