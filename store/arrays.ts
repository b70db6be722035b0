/** Arrays as parameters of hot statements. */

/** An array as Postgres reads it; the driver quotes every element of every kind, which costs more than the rest of a bind. */
export function arrayOf(values: readonly unknown[]): unknown {
  let text = '';
  for (const value of values) {
    if (text !== '') text += ',';
    if (value === null || value === undefined) text += 'null';
    else if (typeof value === 'number' || typeof value === 'boolean') text += value;
    else if (typeof value === 'string') text += PLAIN.test(value) ? value : quoted(value);
    else return values;
  }
  return `{${text}}`;
}

/** JSON quotes as Postgres does, and five times faster than a replacement; only signs of control it writes otherwise. */
function quoted(value: string): string {
  return CONTROL.test(value) ? `"${value.replace(/["\\]/g, '\\$&')}"` : JSON.stringify(value);
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for; JSON escapes halves of pairs too.
const CONTROL = /[\u0000-\u001f\ud800-\udfff]/;

/** Needs no quotes: the word null, signs of structure, blanks and the empty text do. */
const PLAIN = /^(?!null$)[\w.:+/@-]+$/i;
