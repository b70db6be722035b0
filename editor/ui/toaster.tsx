'use client';
import { useTheme } from 'next-themes';
import { useEffect } from 'react';
import { Toaster as Sonner, toast } from 'sonner';
import { toasts } from '#editor/ui/toasts.ts';

export function Shelf() {
  const { resolvedTheme } = useTheme();
  // After the shelf's own effect: it hears only what is said once it listens.
  useEffect(() => toasts.shelved(({ kind, text, more }) => toast[kind](text, more)), []);
  // It brings a font of its own, else.
  const style = { fontFamily: 'inherit' };
  return (
    <Sonner theme={resolvedTheme === 'dark' ? 'dark' : 'light'} position="bottom-right" closeButton style={style} />
  );
}
