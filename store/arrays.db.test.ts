import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FreshDatabase, freshDatabase } from '#setup/testing/postgres.ts';

let database: FreshDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

const words = fc.oneof(
  fc.constantFrom('null', 'NULL', '', ' ', '"', '\\', '{a,b}', "it's", 'é', '250 2.0.0 OK', '2026-11-01', '[1:2]={3}'),
  fc.string().map((text) => text.replaceAll('\0', '')),
  fc.constant(null),
);

test('the arrays of a hot statement arrive as they were given', async () => {
  const { db } = database.connection;
  await fc.assert(
    fc.asyncProperty(
      fc.array(words),
      fc.array(fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.constant(null))),
      fc.array(fc.option(fc.boolean())),
      async (texts, numbers, flags) => {
        const { rows } = await sql<{ texts: string; numbers: string; flags: string }>`/* hot */ select
          to_json(${texts}::text[])::text as texts, to_json(${numbers}::double precision[])::text as numbers,
          to_json(${flags}::boolean[])::text as flags`.execute(db);
        const got = rows[0]!;
        expect(JSON.parse(got.texts)).toEqual(texts);
        expect(JSON.parse(got.numbers)).toEqual(numbers.map((n) => (n === 0 ? 0 : n)));
        expect(JSON.parse(got.flags)).toEqual(flags);
      },
    ),
  );
});
