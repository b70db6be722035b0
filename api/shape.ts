/** Shapes that many routes share: times, ids in bodies and queries, cursors and pages. */
import { z } from '@hono/zod-openapi';
import { exampleId, type IdKind, numberOf } from '#api/ids.ts';

export const Time = z
  .string()
  .openapi({ format: 'date-time', description: 'ISO 8601, UTC', example: '2026-11-24T10:00:00.000Z' });

export function iso(time: Date | number): string {
  return new Date(time).toISOString();
}

export function maybeIso(time: Date | number | null): string | null {
  return time === null ? null : iso(time);
}

/** Ids in answers. */
export function Id(kind: IdKind | 'touch') {
  return z.string().openapi({ example: exampleId(kind) });
}

/** Ids in questions: our number comes out. */
export function ref(kind: IdKind) {
  return z
    .string()
    .transform((text, ctx): number => {
      const number = numberOf(kind, text);
      if (number !== null) return number;
      ctx.addIssue({ code: 'custom', message: `expected the id of a ${kind}, like ${exampleId(kind)}` });
      return z.NEVER;
    })
    .openapi({ type: 'string', example: exampleId(kind) });
}

/** Text that Postgres can keep. */
export function text(max: number, min = 1) {
  return z
    .string()
    .min(min)
    .max(max)
    .refine((t) => !t.includes('\0'), 'holds a NUL character');
}

/** A moment in questions: ms come out. Without a zone it would mean something else on every machine. */
export function moment() {
  return z.iso
    .datetime({ offset: true })
    .transform((t) => Date.parse(t))
    .openapi({ type: 'string', format: 'date-time', example: '2026-11-24T10:00:00Z' });
}

/** Opaque to the client: the sort key of the last row seen. */
export function encodeCursor(key: unknown): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

export function paged<K extends z.ZodType, S extends z.ZodRawShape>(key: K, filter: S) {
  const cursor = z
    .string()
    .max(1_000)
    .transform((given, ctx): z.output<K> => {
      const parsed = key.safeParse(decode(given));
      if (parsed.success) return parsed.data as z.output<K>;
      ctx.addIssue({
        code: 'custom',
        message: 'is not a cursor of this list: take `next` of the page before as it is',
      });
      return z.NEVER;
    })
    .optional()
    .openapi({ type: 'string', description: '`next` of the page before' });
  const limit = z.coerce
    .number()
    .int()
    .min(1)
    .max(200)
    .default(50)
    .openapi({ description: 'Rows a page, 50 unless said' });
  return z.strictObject({ ...filter, cursor, limit });
}

function decode(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}

export function Page<T extends z.ZodType>(item: T) {
  return z.object({
    items: z.array(item),
    next: z.string().nullable().openapi({ description: 'Cursor of the next page; null on the last.' }),
  });
}

/** `rows` was asked for one more than `limit`: the extra row tells that there is a next page. */
export function page<R, T>(
  rows: readonly R[],
  limit: number,
  { show, key }: { show: (row: R) => T; key: (row: R) => unknown },
): { items: T[]; next: string | null } {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { items: shown.map(show), next: rows.length > limit && last ? encodeCursor(key(last)) : null };
}
