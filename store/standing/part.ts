/** One thing the judge must know: how it is read for all customers of a burst at once, and what is made of it. */
import type { RawBuilder } from 'kysely';
import type { Wants } from '#core/policy/wants.ts';
import type { TouchKey } from '#store/touches.ts';

export type Asked = {
  keys: readonly TouchKey[];
  customers: readonly number[];
  /** The chain of the burst; 0 where no chain asks. */
  chain: number;
  /** Contacts since then are counted (domain ms). */
  since: number;
  now: number;
  wants: Wants;
};

export type Part<J, T> = {
  /** A scalar subselect that answers JSON. It is a piece of a prepared statement: its text never varies. */
  select(asked: Asked): RawBuilder<unknown>;
  /** Asked only where rules want it, for even joins that find nothing cost; otherwise `read` gets `none`. */
  wanted?(wants: Wants): boolean;
  none?: J;
  read(json: J): T;
};

export function part<J, T>(it: Part<J, T>): Part<J, T> {
  return it;
}

/** Rows that begin with their customer, gathered by it. */
export function byCustomer<R extends [number, ...unknown[]], V>(rows: R[], value: (row: R) => V): Map<number, V[]> {
  const found = new Map<number, V[]>();
  for (const row of rows) {
    const list = found.get(row[0]);
    if (list) list.push(value(row));
    else found.set(row[0], [value(row)]);
  }
  return found;
}
