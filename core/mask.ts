/** What of a customer's attributes and of events' properties somebody may see: the rest is masked, never left out. */
import type { Json } from '#core/facts.ts';

/** How delicate an attribute is, from what anybody may see to what only who answers for privacy does. */
export const SENSITIVITIES = ['public', 'personal', 'sensitive'] as const;
export type Sensitivity = (typeof SENSITIVITIES)[number];

/** By path: `profile.<attribute>` of customers, `event.<property>` of events. What is beneath a path is as delicate. */
export type Attributes = Readonly<Record<string, { sensitivity: Sensitivity }>>;

/** How much somebody sees: up to this. */
export type Sight = Sensitivity;

/** Stands where a value is hidden. */
export const MASK = '•••';

const SENSITIVE =
  'health illness disease handicap disability religion belief ethnicity ethnic race union political politics sex sexual orientation biometric iban bic bank card cvv ssn nir passport password secret salary income sante maladie confession syndicat salaire revenu';
const PERSONAL =
  'email mail courriel phone telephone tel mobile cell sms fax name names nom prenom firstname lastname fullname surname nickname initials address addresses adresse street rue line1 line2 city ville town zip zipcode postcode postal birth birthday birthdate born naissance dob anniversaire age gender civility civilite ip latitude longitude lat lng location position iban contact recipient person user login avatar photo picture note notes comment comments message text reply';
const PLAIN =
  'product products item items sku category collection currency offer plan segment channel source brand topic language lang locale country pays zone timezone status state kind type campaign quantity store shop chain step version device platform method unit reason rating score';

/** Ends the names of moments: one says nothing of who it is about. */
const DATED = 'at on date day time until since from';

const set = (words: string) => new Set(words.split(' '));
const [sensitive, personal, plain, dates] = [set(SENSITIVE), set(PERSONAL), set(PLAIN), set(DATED)];

/** What an attribute is where nobody said: by its name, and a text of no known name is personal. */
export function usualSensitivity(path: string, type: string): Sensitivity {
  const words = wordsOf(path);
  if (words.some((word) => sensitive.has(word))) return 'sensitive';
  // The name of a product is no person's.
  if (words.some((word) => plain.has(word))) return 'public';
  if (words.some((word) => personal.has(word))) return 'personal';
  const dated = dates.has(words.at(-1) ?? '');
  return dated || type === 'number' || type === 'boolean' ? 'public' : 'personal';
}

/** The path itself, else what it is beneath; null: nobody said. */
export function statedSensitivity(path: string, attributes: Attributes): Sensitivity | null {
  for (let at = path; at.includes('.'); at = at.slice(0, at.lastIndexOf('.'))) {
    const stated = Object.hasOwn(attributes, at) ? attributes[at] : undefined;
    if (stated) return stated.sensitivity;
  }
  return null;
}

export function sees(sight: Sight, sensitivity: Sensitivity): boolean {
  return SENSITIVITIES.indexOf(sensitivity) <= SENSITIVITIES.indexOf(sight);
}

export type Mask = {
  sight: Sight;
  /** Attributes of a customer. */
  traits(traits: Json): Record<string, Json>;
  /** Properties of an event. */
  properties(properties: Json): Record<string, Json>;
  /** What names or reaches a person by itself: an address, an id given outside, a name. */
  personal<T extends string | null>(value: T): T | typeof MASK;
  /** A line in which an address may stand, such as a mail server's answer. */
  line<T extends string | null>(value: T): T | string;
};

export function maskOf(sight: Sight, attributes: Attributes): Mask {
  const whole = (value: Json) => (isRecord(value) ? value : {});
  if (sight === 'sensitive') {
    return { sight, traits: whole, properties: whole, personal: (value) => value, line: (value) => value };
  }
  const below = (root: string) => (value: Json) =>
    Object.fromEntries(Object.entries(whole(value)).map(([name, inner]) => [name, masked(`${root}.${name}`, inner)]));

  function masked(path: string, value: Json): Json {
    if (value === null || value === '') return value;
    if (Array.isArray(value)) return value.map((one) => masked(path, one));
    if (isRecord(value)) return below(path)(value);
    const sensitivity = statedSensitivity(path, attributes) ?? usually(path, value);
    return sees(sight, sensitivity) ? value : MASK;
  }

  const shows = sees(sight, 'personal');
  return {
    sight,
    traits: below('profile'),
    properties: below('event'),
    personal: (value) => (value === null || shows ? value : MASK),
    line: (value) => (value === null || shows ? value : withoutAddresses(value)),
  };
}

/** A value that is plainly an address is one, whatever it is called. */
function usually(path: string, value: string | number | boolean): Sensitivity {
  const usual = usualSensitivity(path, typeof value);
  return usual === 'public' && typeof value === 'string' && value.includes('@') && value.search(ADDRESS) >= 0
    ? 'personal'
    : usual;
}

/** Bounded (the longest local part has 64 characters): a long text without an address must not be tried from everywhere. */
const ADDRESS = /[^\s<>@,;:"']{1,64}@[^\s<>@,;:"']+/g;
const NUMBER = /\+\d[\d .()-]{6,}\d/g;

/** For what is kept when the person is erased, and for who may not see them. */
export function withoutAddresses(text: string): string {
  return text.replaceAll(ADDRESS, MASK).replaceAll(NUMBER, MASK);
}

/** `firstName`, `first_name` and `first-name` are the same two words. */
function wordsOf(path: string): string[] {
  return path
    .split('.')
    .slice(1)
    .flatMap((part) => part.replaceAll(/([a-z\d])([A-Z])/g, '$1 $2').split(/[^\p{L}\d]+/u))
    .map((word) => word.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase())
    .filter(Boolean);
}

function isRecord(value: Json): value is Record<string, Json> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
