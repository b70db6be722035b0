/** Real purchases of a music shop, 1997 and 1998: see cdnow/README.md. */
import { readFile } from 'node:fs/promises';

export type Purchase = {
  customer: string;
  /** Midnight UTC of its day, ms. */
  day: number;
  discs: number;
  dollars: number;
};

/** Of every n-th customer, in the order of days: `every` = 1 takes all. */
export async function readPurchases(every: number): Promise<Purchase[]> {
  const text = await readFile(new URL('./cdnow/master.txt', import.meta.url), 'utf8');
  const lines = text
    .split('\n')
    .slice(1)
    .filter((line) => line.trim() !== '');
  return lines
    .map(readLine)
    .filter(({ customer }) => Number(customer) % every === 0)
    .sort((a, b) => a.day - b.day);
}

function readLine(line: string): Purchase {
  const [customer, date, discs, dollars] = line.trim().split(/\s+/) as [string, string, string, string];
  const day = Date.UTC(Number(date.slice(0, 4)), Number(date.slice(4, 6)) - 1, Number(date.slice(6, 8)));
  return { customer, day, discs: Number(discs), dollars: Number(dollars) };
}
