/** Listens for the keys of the drawing and for its clipboard, as long as the drawing is on the page. */
'use client';
import { useEffect } from 'react';
import { chooseAll, copyChosen, duplicate, paste, removeChosen } from '#editor/canvas/deeds.ts';
import { type Deed, deedOf, isTyping } from '#editor/canvas/keys.ts';
import { readClip } from '#editor/state/clip.ts';
import { useEditor } from '#editor/state/store.ts';

/** `own`: what only the picture can do, such as zooming; true: done. */
export function useKeys(own: (deed: Deed) => boolean): void {
  useEffect(() => {
    const elsewhere = (target: EventTarget | null) =>
      isTyping(target) || (target instanceof HTMLElement && target.closest('[role=dialog],[role=menu]') !== null);
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || elsewhere(event.target)) return;
      const deed = deedOf(event);
      if (deed === null) return;
      event.preventDefault();
      if (own(deed)) return;
      const { undo, redo } = useEditor.getState();
      (({ undo, redo, all: chooseAll, duplicate, remove: removeChosen }) as Partial<Record<Deed, () => void>>)[
        deed
      ]?.();
    };
    const onCopy = (event: ClipboardEvent) => {
      if (elsewhere(event.target) || String(document.getSelection() ?? '') !== '') return;
      const clip = copyChosen();
      if (!clip) return;
      event.clipboardData?.setData('text/plain', JSON.stringify(clip));
      event.preventDefault();
      if (event.type === 'cut') removeChosen();
    };
    const onPaste = (event: ClipboardEvent) => {
      if (elsewhere(event.target)) return;
      const clip = readClip(event.clipboardData?.getData('text/plain') ?? '');
      if (!clip) return;
      event.preventDefault();
      paste(clip);
    };
    window.addEventListener('keydown', onKey);
    document.addEventListener('copy', onCopy);
    document.addEventListener('cut', onCopy);
    document.addEventListener('paste', onPaste);
    return () => {
      window.removeEventListener('keydown', onKey);
      document.removeEventListener('copy', onCopy);
      document.removeEventListener('cut', onCopy);
      document.removeEventListener('paste', onPaste);
    };
  }, [own]);
}
