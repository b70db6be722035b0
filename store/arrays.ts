/** Arrays as parameters of hot statements. */

/** An array as Postgres reads it; the driver quotes every element of every kind, which costs more than the rest of a bind. */
export function arrayOf(values: readonly unknown[]): unknown {
  let text = '';
  for (const value of values) {
    if (text !== '') text += ',';
    if (value === null || value === undefined) text += 'null';
    else if (typeof value === 'number' || typeof value === 'boolean') text += value;
    else if (typeof value === 'string') text += PLAIN.test(value) ? value : `"${value.replace(/["\\]/g, '\\$&')}"`;
    else return values;
  }
  return `{${text}}`;
}

/** Needs no quotes: the word null, signs of structure, blanks and the empty text do. */
const PLAIN = /^(?!null$)[\w.:+/@-]+$/i;
