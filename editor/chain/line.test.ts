import { expect, test } from 'vitest';
import { lineFor } from '#editor/chain/line.ts';

const line = (traits: Record<string, unknown>, email?: string) =>
  lineFor({ origin: 'http://jalon.test', event: "L’achat d'Ann", properties: { order_id: 'A-1' }, traits, email });

/** As a shell reads what stands between quotation marks. */
const sent = (text: string) => JSON.parse(text.slice(text.indexOf("-d '") + 4, -1).replaceAll(String.raw`'\''`, "'"));

test('the line that developers copy brings an address and a first name, and is one word to the shell', () => {
  const text = line({ lastVisit: '2027-01-01', email: 'example@shop.example' }, 'claire@shop.example');
  expect(text.startsWith('curl -X POST http://jalon.test/v1/track \\\n')).toBe(true);
  expect(sent(text)).toEqual({
    ...{ userId: 'customer-1', event: "L’achat d'Ann", properties: { order_id: 'A-1' } },
    context: { traits: { email: 'claire@shop.example', firstName: 'Camille', lastVisit: '2027-01-01' } },
  });
  expect(sent(line({})).context.traits.email).toBe('customer-1@shop.example');
});
