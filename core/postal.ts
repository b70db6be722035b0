/** A postal address as it is written on an envelope, from what the address book or the profile has. */
import type { Json } from '#core/facts.ts';

/** No line: nothing is known. */
export function envelopeOf(address: Json | undefined): string[] {
  if (typeof address === 'string') return filled(address.split(/\r?\n/));
  if (typeof address !== 'object' || address === null || Array.isArray(address)) return [];
  const said = (...keys: string[]) => keys.map((key) => address[key]).find((v) => typeof v === 'string' && v !== '');
  const code = said('postalCode', 'postal_code', 'postcode', 'zip') ?? numberOf(address.postalCode ?? address.zip);
  const place = [code, said('city', 'town'), said('state')].filter(Boolean).join(' ');
  return filled(
    [said('street', 'line1'), said('street2', 'line2'), place, said('country')].map((v) => String(v ?? '')),
  );
}

function numberOf(value: Json | undefined): string | undefined {
  return typeof value === 'number' ? String(value) : undefined;
}

function filled(lines: readonly string[]): string[] {
  return lines.map((line) => line.trim()).filter(Boolean);
}
