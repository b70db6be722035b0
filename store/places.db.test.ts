/** Groups are placed by one of theirs: it must be as if each customer had been placed by itself. */
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import type { Json } from '#core/facts.ts';
import { placeFrom } from '#core/place.ts';
import { freshDatabase } from '#setup/testing/postgres.ts';
import { type Unplaced, unplaced } from '#store/places.ts';
import { readCompany } from '#store/settings.ts';

const PHONES = [
  ...[
    null,
    '',
    '06 12 34 56 78',
    '0612345678',
    '0692 12 34 56',
    '0972000000',
    '08 00 11 22 33',
    '0612 ab 34 56',
    '061234567',
  ],
  ...[
    '+33612345678',
    '+33 (0)6 92 12 34 56',
    '+330972000000',
    '+33972000000',
    '+33692123456',
    '+3361234567',
    '0033692123456',
  ],
  ...[
    '00330972000000',
    '00262692123456',
    '+262692123456',
    '+262 0692 12 34 56',
    '+352621123456',
    '+1 415 000 0001',
    '0014150000001',
  ],
  ...[
    '+596696123456',
    '+689401234',
    '12',
    '+33',
    '+3',
    'call me',
    '0044 20 7946 0000',
    '+34912345678',
    '00 33 1 42 68 53 00',
  ],
];
const ADDRESSES: Json[] = [
  ...[
    null,
    'x',
    12,
    [],
    {},
    { city: 'Lyon' },
    { postalCode: '69003' },
    { postalCode: 69_003 },
    { zip: '97400', country: 'FR' },
  ],
  ...[
    { postcode: '98000' },
    { postal_code: '98741' },
    { postalCode: '96123' },
    { postalCode: '00999' },
    { postalCode: '01000' },
  ],
  ...[
    { postalCode: '69003', country: 'US' },
    { postalCode: '97 400' },
    { postalCode: '6900' },
    { postalCode: '2A004' },
  ],
  ...[
    { country: 'be' },
    { country: 'Belgium', postalCode: '75001' },
    { postalCode: '75001', country: 'France' },
    { postalCode: '67000' },
  ],
  ...['1 rue X, 69003 Lyon', '1 rue X\n97400 Saint-Denis', '5 Main St, 94105, US', 'Somewhere, BE'],
];
const COUNTRIES = [null, 'FR', 'US', 'BE', 'RE'];

test('customers of every number, address and country are counted as if each were placed by itself', async () => {
  const { connection, drop } = await freshDatabase();
  const { db } = connection;
  try {
    const people = PHONES.flatMap((phone) =>
      ADDRESSES.flatMap((address) => COUNTRIES.map((country) => ({ phone, address, country }))),
    ).map((person, n) => ({ n, ...person, own: n % 3 }));
    // The number stands in the profile, in the address book, or both, where the book's counts.
    await sql`
      with told as (select * from json_to_recordset(${JSON.stringify(people)}::json) as r (n integer, phone text, address jsonb, country text, own integer)
      ), made as (
        insert into customers (country, traits, created_at, updated_at)
        select country, jsonb_strip_nulls(jsonb_build_object('address', address, 'n', n,
          'phone', case own when 1 then phone when 2 then '+33612345678' end)), now(), now() from told returning id, traits
      ) insert into addresses (customer, kind, value, set_at)
      select m.id, 'phone', t.phone, now() from made m join told t on t.n = (m.traits ->> 'n')::integer where t.own <> 1 and t.phone <> ''`.execute(
      db,
    );
    const company = await readCompany(db);
    const counts: Unplaced['counts'] = { phone: 0, postal: 0, country: 0, nothing: 0 };
    const lost: number[] = [];
    const rows = await db.selectFrom('customers').select(['id', 'country', 'traits']).orderBy('id').execute();
    const book = await db.selectFrom('addresses').select(['customer', 'value']).execute();
    const numbers = new Map(book.map(({ customer, value }) => [customer, value]));
    for (const { id, country, traits } of rows) {
      const profile = traits as Record<string, Json>;
      const phone = numbers.get(id) ?? null;
      const place = placeFrom({ zone: null, country, postal: null, phone, traits: profile }, company);
      if (place.source !== 'brand') continue;
      lost.push(id);
      counts[(phone ?? profile.phone) ? 'phone' : profile.address ? 'postal' : country ? 'country' : 'nothing'] += 1;
    }
    expect(lost.length).toBeGreaterThan(500);
    expect(await unplaced(db, 50)).toEqual({ counts, sample: lost.slice(0, 50) });
    expect(await unplaced(db, 0)).toEqual({ counts, sample: [] });
  } finally {
    await drop();
  }
});
