/** What somebody types to find a customer: an address, a number, an id given outside, or words of a name. */

export type Lookup = {
  /** Beginning of an e-mail address, in small letters; null: it can be none. */
  email: string | null;
  /** Beginnings of a telephone number, as it may be written. */
  phones: string[];
  /** Beginning of an id given outside; null: it can be none. */
  user: string | null;
  /** Beginnings of words of a name, all of which it must have; without accents. */
  words: string[];
};

const MOST_WORDS = 6;
/** Fewer digits begin too many numbers. */
const FEWEST_DIGITS = 4;

/** null: too little to look for. `callingCode`: of the company's country, like 33. */
export function lookupOf(typed: string, callingCode: string | null): Lookup | null {
  const text = typed.trim();
  const solid = /^\S{2,}$/.test(text) ? text : null;
  const phones = phonesOf(text, callingCode);
  const words = text.includes('@') || phones.length > 0 ? [] : wordsOf(text);
  if (solid === null && phones.length === 0 && words.length === 0) return null;
  return { email: phones.length > 0 ? null : (solid?.toLowerCase() ?? null), phones, user: solid, words };
}

function phonesOf(text: string, callingCode: string | null): string[] {
  if (!/^[+(]?\d[\d\s().\u00a0\u202f/-]*$/.test(text)) return [];
  const compact = text.replaceAll(/[^\d+]/g, '');
  if (compact.replace('+', '').length < FEWEST_DIGITS) return [];
  if (compact.startsWith('00')) return [compact, `+${compact.slice(2)}`];
  const abroad = compact.startsWith('0') && callingCode !== null ? [`+${callingCode}${compact.slice(1)}`] : [];
  return [compact, ...(compact.startsWith('+') ? [] : [`+${compact}`]), ...abroad];
}

function wordsOf(text: string): string[] {
  const words = text
    .normalize('NFD')
    .replaceAll(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
  // One letter alone begins everybody's name.
  return words.some((word) => word.length > 1) ? words.slice(0, MOST_WORDS) : [];
}

/** Fields of a profile that name somebody; `name_words` of the store reads the same. */
export const NAME_FIELDS = ['name', 'firstName', 'first_name', 'lastName', 'last_name', 'company'];

/** How people call somebody, from what the profile says; null: it does not say. */
export function nameOf(traits: Readonly<Record<string, unknown>>): string | null {
  const said = (...keys: string[]) =>
    keys.map((key) => traits[key]).find((value) => typeof value === 'string' && value.trim() !== '') as
      | string
      | undefined;
  const parts = [said('firstName', 'first_name'), said('lastName', 'last_name')];
  const full = parts.filter((part) => part !== undefined).join(' ');
  return full || said('name', 'company') || null;
}
