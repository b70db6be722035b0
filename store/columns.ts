/** Kinds of columns: what is read, inserted, updated. */
import type { ColumnType } from 'kysely';
import type { Json } from '#core/facts.ts';

export type Time = ColumnType<Date, Date, Date>;
export type MaybeTime = ColumnType<Date | null, Date | null | undefined, Date | null>;
export type JsonColumn = ColumnType<Json, string, string>;
export type MaybeJson = ColumnType<Json, string | null | undefined, string | null>;
export type DefaultJson = ColumnType<Json, string | undefined, string>;
