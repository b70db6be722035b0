/** Keys of the drawing, by what they write and not by where they lie: an AZERTY keyboard has its own places. */
export type Deed =
  | 'quick'
  | 'undo'
  | 'redo'
  | 'all'
  | 'duplicate'
  | 'remove'
  | 'find'
  | 'help'
  | 'zoomIn'
  | 'zoomOut'
  | 'fit';

type Press = { key: string; ctrlKey: boolean; metaKey: boolean; shiftKey: boolean; altKey: boolean };

export function deedOf({ key, ctrlKey, metaKey, shiftKey, altKey }: Press): Deed | null {
  if (altKey && !ctrlKey) return null;
  const name = key.toLowerCase();
  if (ctrlKey || metaKey) {
    if (name === 'z') return shiftKey ? 'redo' : 'undo';
    return ({ y: 'redo', a: 'all', d: 'duplicate', f: 'find' } as const)[name] ?? null;
  }
  return (
    (
      {
        '/': 'quick',
        '?': 'help',
        '+': 'zoomIn',
        '-': 'zoomOut',
        '0': 'fit',
        delete: 'remove',
        backspace: 'remove',
      } as const
    )[name] ?? null
  );
}

/** Whoever types into a field means the field. */
export function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}

/** For the help, in this order; each with its words in the messages under `keys`; some keys are named in words too. */
export const KEYS: readonly [string, string][] = [
  ['quick', '/'],
  ['undo', 'Ctrl Z'],
  ['redo', 'Ctrl Y'],
  ['copy', 'Ctrl C'],
  ['cut', 'Ctrl X'],
  ['paste', 'Ctrl V'],
  ['duplicate', 'Ctrl D'],
  ['all', 'Ctrl A'],
  ['choose', 'enter'],
  ['move', '← ↑ ↓ →'],
  ['remove', 'del'],
  ['find', 'Ctrl F'],
  ['zoom', '+ −'],
  ['fit', '0'],
  ['help', '?'],
];
