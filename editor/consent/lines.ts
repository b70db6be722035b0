/** A file of consents as the parts the API takes: lines of JSON as they are, or rows of a table with a heading. Pure. */

/** Lines at once, as the API takes them; and so many bytes. */
export const LINES_AT_ONCE = 2_500;
const BYTES_AT_ONCE = 1_500_000;

export type Part = {
  text: string;
  /** The number, in the file, of its lines: answers name them from 1. */
  numbers: number[];
};

/** `csv`: its first line names the fields; `given` may be yes, no, oui, non, 1, 0. */
export function partsOf(file: string, csv: boolean): Part[] {
  const lines = csv ? rowsAsLines(file) : file.split(/\r?\n/).map((text, i) => ({ text, number: i + 1 }));
  const parts: Part[] = [];
  let part: { texts: string[]; numbers: number[]; size: number } = { texts: [], numbers: [], size: 0 };
  const close = () => {
    if (part.numbers.length > 0) parts.push({ text: part.texts.join('\n'), numbers: part.numbers });
    part = { texts: [], numbers: [], size: 0 };
  };
  for (const { text, number } of lines) {
    if (text.trim() === '') continue;
    if (part.numbers.length >= LINES_AT_ONCE || part.size + text.length > BYTES_AT_ONCE) close();
    part.texts.push(text);
    part.numbers.push(number);
    part.size += text.length;
  }
  close();
  return parts;
}

const BOOLEANS = new Set(['given', 'pending']);
const YES = new Set(['true', 'yes', 'oui', '1', 'y', 'o']);
const NO = new Set(['false', 'no', 'non', '0', 'n']);

function rowsAsLines(file: string): { text: string; number: number }[] {
  const [head, ...rows] = rowsOf(file.replace(/^\uFEFF/, ''));
  if (!head) return [];
  const names = head.cells.map((name) => name.trim());
  return rows
    .filter(({ cells }) => cells.some((cell) => cell.trim() !== ''))
    .map(({ cells, number }) => {
      const fields = names.flatMap((name, i) => {
        const cell = (cells[i] ?? '').trim();
        return name === '' || cell === '' ? [] : [[name, BOOLEANS.has(name) ? truth(cell) : cell] as const];
      });
      return { text: JSON.stringify(Object.fromEntries(fields)), number };
    });
}

/** What is neither yes nor no stays as it was written: the API says what is wrong with it. */
function truth(cell: string): boolean | string {
  const word = cell.toLowerCase();
  return YES.has(word) ? true : NO.has(word) ? false : cell;
}

type Row = { cells: string[]; number: number };

/** Comma or semicolon, whichever the heading has more of; quotes as spreadsheets write them. */
function rowsOf(file: string): Row[] {
  const heading = file.split(/\r?\n/, 1)[0] ?? '';
  const comma = heading.split(';').length > heading.split(',').length ? ';' : ',';
  const rows: Row[] = [];
  let [cells, cell, quoted, number, start] = [[] as string[], '', false, 1, 1];
  const endRow = () => {
    cells.push(cell);
    rows.push({ cells, number: start });
    cells = [];
    cell = '';
  };
  for (let i = 0; i < file.length; i += 1) {
    const c = file[i]!;
    if (c === '\n') number += 1;
    if (quoted) {
      if (c !== '"') cell += c;
      else if (file[i + 1] === '"') {
        cell += '"';
        i += 1;
      } else quoted = false;
    } else if (c === '"' && cell === '') quoted = true;
    else if (c === comma) {
      cells.push(cell);
      cell = '';
    } else if (c === '\n') {
      endRow();
      start = number;
    } else if (c !== '\r') cell += c;
  }
  if (cell !== '' || cells.length > 0) endRow();
  return rows;
}
