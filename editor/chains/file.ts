/** Chains as files on the reader's own disk: what one is called, how it is saved, and where a broken one breaks. */

export function fileName(name: string): string {
  const plain = name
    .normalize('NFD')
    .replaceAll(/[\u0300-\u036f]/g, '')
    .replaceAll(/[^A-Za-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .toLowerCase();
  return `${plain.slice(0, 80) || 'chain'}.jalon.json`;
}

export function saveAs(name: string, document: unknown): void {
  const url = URL.createObjectURL(new Blob([JSON.stringify(document, null, 2)], { type: 'application/json' }));
  Object.assign(window.document.createElement('a'), { href: url, download: name }).click();
  URL.revokeObjectURL(url);
}

export type Broken = { line: number; column: number };

/** The value, or where the text stops being JSON. Engines word it differently and do not all say the place. */
export function parsed(text: string): { value: unknown } | { broken: Broken } {
  try {
    return { value: JSON.parse(text) };
  } catch {
    const upto = text.slice(0, firstFlaw(text));
    const lines = upto.split('\n');
    return { broken: { line: lines.length, column: lines.at(-1)!.length + 1 } };
  }
}

/** How far the text can be read: a small reader of its own, for the place is what helps. */
function firstFlaw(text: string): number {
  let at = 0;
  const space = () => {
    while (/\s/.test(text[at] ?? '')) at += 1;
  };
  const take = (pattern: RegExp): boolean => {
    const sticky = new RegExp(pattern, 'y');
    sticky.lastIndex = at;
    const found = sticky.exec(text);
    if (found) at += found[0].length;
    return found !== null;
  };
  const string = () => take(/"(?:[^"\\\n]|\\.)*"/);
  function list(close: string, part: () => boolean): boolean {
    at += 1;
    space();
    if (text[at] === close) {
      at += 1;
      return true;
    }
    for (;;) {
      space();
      if (!part()) return false;
      space();
      if (text[at] === close) {
        at += 1;
        return true;
      }
      if (text[at] !== ',') return false;
      at += 1;
    }
  }
  function value(): boolean {
    space();
    if (text[at] === '{') {
      return list('}', () => {
        if (!string()) return false;
        space();
        if (text[at] !== ':') return false;
        at += 1;
        return value();
      });
    }
    if (text[at] === '[') return list(']', value);
    return string() || take(/-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/);
  }
  value();
  space();
  return at;
}
