/** Where a customer is: zone, country and public holidays, from the surest source that knows. */
import { isZone } from '#core/date.ts';
import type { Facts, Json } from '#core/facts.ts';

export type Source = 'customer' | 'postal' | 'phone' | 'brand';

export type Place = {
  zone: string;
  /** ISO 3166-1; overseas departments and territories count as their mainland (`FR`). */
  country: string;
  /** What `isHoliday` is asked: the country, or one of its regions (`FR-67`, `FR-RE`). */
  holidays: string;
  source: Source;
};

export type Traces = {
  zone?: string | null;
  country?: string | null;
  /** A postal address: text, or fields as Segment names them (`postalCode`, `country`). */
  postal?: Json;
  phone?: string | null;
};

/** The first of: own zone, own country, postal address, phone, the brand's default. */
export function placeOf(traces: Traces, brand: { zone: string; country: string }): Place {
  const country = traces.country?.toUpperCase() || null;
  const postal = postalPlace(traces.postal, country ?? brand.country);
  const phone = phonePlace(traces.phone, country ?? brand.country);
  const near = postal ?? phone;
  if (traces.zone && isZone(traces.zone)) {
    const base = mainland(country ?? near?.country ?? byZone(traces.zone)?.country ?? brand.country);
    const region = near?.zone === traces.zone ? near : byZone(traces.zone);
    const holidays = region && region.country === base ? region.holidays : base;
    return { zone: traces.zone, country: base, holidays, source: 'customer' };
  }
  const alone = country ? wholeCountry(country) : null;
  if (alone) return { ...alone, source: 'customer' };
  if (postal) return { ...postal, source: 'postal' };
  if (phone) return { ...phone, source: 'phone' };
  const base = mainland(country ?? brand.country);
  return { zone: brand.zone, country: base, holidays: base, source: 'brand' };
}

/** What numbers of a country begin with from abroad; null: of those of several zones it is not kept. */
export function callingCode(country: string): string | null {
  return mainland(country) === 'FR' ? '33' : (WHOLE[country]?.[0] ?? null);
}

/** Of a customer: an address of the address book comes before the profile's own. */
export function placeFrom(
  { zone, country, postal, phone, traits }: Traces & { traits: Facts['traits'] },
  brand: { zone: string; country: string },
): Place {
  const own = { zone: zone ?? null, country: country ?? null };
  const { address = null, phone: told = null } = traits;
  return placeOf(
    { ...own, postal: postal ?? address, phone: phone ?? (typeof told === 'string' ? told : null) },
    brand,
  );
}

type Spot = Omit<Place, 'source'>;

const france = (zone: string, region?: string): Spot => ({
  ...{ zone, country: 'FR', holidays: region ? `FR-${region}` : 'FR' },
});

type Territory = {
  iso: string;
  postcodes: string[];
  /** Calling code from abroad, where it leads there alone. */
  code?: string;
  /** How national numbers begin there, after the 0. */
  national?: string[];
  spot: Spot;
};

/** Overseas France; the longer postcodes come before those that contain them. */
const OVERSEAS: Territory[] = [
  { iso: 'BL', postcodes: ['97133'], spot: france('America/St_Barthelemy', 'BL') },
  { iso: 'MF', postcodes: ['97150'], spot: france('America/Marigot', 'MF') },
  {
    ...{ iso: 'GP', postcodes: ['971'], code: '590', national: ['590', '690', '691'] },
    spot: france('America/Guadeloupe', 'GP'),
  },
  {
    ...{ iso: 'MQ', postcodes: ['972'], code: '596', national: ['596', '696', '697'] },
    spot: france('America/Martinique', 'MQ'),
  },
  {
    ...{ iso: 'GF', postcodes: ['973'], code: '594', national: ['594', '694'] },
    spot: france('America/Cayenne', 'GF'),
  },
  { iso: 'YT', postcodes: ['976'], national: ['269', '639'], spot: france('Indian/Mayotte', 'YT') },
  { iso: 'RE', postcodes: ['974'], national: ['262', '263', '692', '693'], spot: france('Indian/Reunion', 'RE') },
  { iso: 'PM', postcodes: ['975'], code: '508', spot: france('America/Miquelon') },
  { iso: 'TF', postcodes: ['984'], spot: france('Indian/Kerguelen') },
  { iso: 'WF', postcodes: ['986'], code: '681', spot: france('Pacific/Wallis') },
  { iso: 'NC', postcodes: ['988'], code: '687', spot: france('Pacific/Noumea') },
  // The Marquesas and the Gambier islands keep times of their own: +689 alone tells no zone.
  { iso: '', postcodes: ['98741', '98742', '98745', '98746', '98796'], spot: france('Pacific/Marquesas') },
  { iso: '', postcodes: ['98755'], spot: france('Pacific/Gambier') },
  { iso: '', postcodes: ['987'], spot: france('Pacific/Tahiti') },
];
const OVERSEAS_ISO = new Set([...OVERSEAS.map(({ iso }) => iso), 'PF']);

/** Countries of one zone: calling code and zone. Those of several (US, CA, RU, AU, ES, PT …) are left out on purpose. */
const WHOLE: Record<string, [calling: string, zone: string]> = {
  ...{ BE: ['32', 'Europe/Brussels'], CH: ['41', 'Europe/Zurich'], LU: ['352', 'Europe/Luxembourg'] },
  ...{ DE: ['49', 'Europe/Berlin'], AT: ['43', 'Europe/Vienna'], IT: ['39', 'Europe/Rome'] },
  ...{ NL: ['31', 'Europe/Amsterdam'], GB: ['44', 'Europe/London'], IE: ['353', 'Europe/Dublin'] },
  ...{ MC: ['377', 'Europe/Monaco'], AD: ['376', 'Europe/Andorra'], LI: ['423', 'Europe/Vaduz'] },
  ...{ DK: ['45', 'Europe/Copenhagen'], SE: ['46', 'Europe/Stockholm'], NO: ['47', 'Europe/Oslo'] },
  ...{ FI: ['358', 'Europe/Helsinki'], PL: ['48', 'Europe/Warsaw'], CZ: ['420', 'Europe/Prague'] },
  ...{ SK: ['421', 'Europe/Bratislava'], HU: ['36', 'Europe/Budapest'], RO: ['40', 'Europe/Bucharest'] },
  ...{ BG: ['359', 'Europe/Sofia'], GR: ['30', 'Europe/Athens'], HR: ['385', 'Europe/Zagreb'] },
  ...{ SI: ['386', 'Europe/Ljubljana'], EE: ['372', 'Europe/Tallinn'], LV: ['371', 'Europe/Riga'] },
  ...{ LT: ['370', 'Europe/Vilnius'], MT: ['356', 'Europe/Malta'], CY: ['357', 'Asia/Nicosia'] },
  ...{ MA: ['212', 'Africa/Casablanca'], DZ: ['213', 'Africa/Algiers'], TN: ['216', 'Africa/Tunis'] },
  ...{ SN: ['221', 'Africa/Dakar'], CI: ['225', 'Africa/Abidjan'], MU: ['230', 'Indian/Mauritius'] },
  ...{ TR: ['90', 'Europe/Istanbul'], IL: ['972', 'Asia/Jerusalem'], IN: ['91', 'Asia/Kolkata'] },
  ...{ JP: ['81', 'Asia/Tokyo'], KR: ['82', 'Asia/Seoul'], SG: ['65', 'Asia/Singapore'] },
};

function spot(country: string, zone: string): Spot {
  return { zone, country, holidays: country };
}

/** `FR` is no whole country: who lives in Réunion often says FR as well. */
function wholeCountry(country: string): Spot | null {
  const overseas = OVERSEAS.find(({ iso }) => iso !== '' && iso === country);
  if (overseas) return overseas.spot;
  const one = WHOLE[country];
  return one ? spot(country, one[1]) : null;
}

function mainland(country: string): string {
  return OVERSEAS_ISO.has(country) ? 'FR' : country;
}

function byZone(zone: string): Spot | null {
  if (zone === 'Europe/Paris') return france(zone);
  const overseas = OVERSEAS.find((one) => one.spot.zone === zone);
  if (overseas) return overseas.spot;
  const whole = Object.entries(WHOLE).find(([, [, of]]) => of === zone);
  return whole ? spot(whole[0], zone) : null;
}

function postalPlace(postal: Json | undefined, land: string): Spot | null {
  if (postal === null || postal === undefined) return null;
  let code: string | undefined;
  let country: string | null = null;
  if (typeof postal === 'string') {
    const last = postal.split(/[\n,]/).at(-1)?.trim() ?? '';
    country = /^[A-Z]{2}$/.test(last) ? last : /^france$/i.test(last) ? 'FR' : null;
    code = /(?<!\d)(\d{5})(?!\d)(?![\s\S]*(?<!\d)\d{5}(?!\d))/.exec(postal)?.[1];
  } else if (typeof postal === 'object' && !Array.isArray(postal)) {
    const { country: named, postalCode, postal_code, postcode, zip } = postal;
    const text = typeof named === 'string' ? named.trim() : '';
    country = /^[a-z]{2}$/i.test(text) ? text.toUpperCase() : /^france$/i.test(text) ? 'FR' : null;
    if (text !== '' && country === null) return null;
    const found = postalCode ?? postal_code ?? postcode ?? zip;
    code = typeof found === 'string' || typeof found === 'number' ? String(found).replace(/\s/g, '') : undefined;
  }
  const of = country ?? land;
  const whole = wholeCountry(of);
  if (whole) return country !== null ? whole : null;
  return of === 'FR' && code !== undefined && /^\d{5}$/.test(code) ? frenchPostcode(code) : null;
}

function frenchPostcode(code: string): Spot | null {
  const overseas = OVERSEAS.find(({ postcodes }) => postcodes.some((start) => code.startsWith(start)));
  if (overseas) return overseas.spot;
  if (code >= '96000' || code < '01000') return null;
  const alsace = /^(57|67|68)/.exec(code)?.[1];
  return france('Europe/Paris', alsace);
}

function phonePlace(phone: string | null | undefined, land: string): Spot | null {
  const digits = (phone ?? '').replace(/\(0\)|[\s().\-/]/g, '');
  const inFrance = mainland(land) === 'FR';
  if (/^0[1-9]\d{8}$/.test(digits) && inFrance) return frenchNumber(digits.slice(1));
  const abroad = /^(?:\+|00)([1-9]\d{6,14})$/.exec(digits)?.[1];
  if (abroad === undefined) return null;
  if (abroad.startsWith('33')) return frenchNumber(abroad.slice(2).replace(/^0/, ''));
  if (abroad.startsWith('262')) return frenchNumber(abroad.slice(3).replace(/^0/, ''));
  const overseas = OVERSEAS.find(({ code }) => code !== undefined && abroad.startsWith(code));
  if (overseas) return overseas.spot;
  const whole = Object.entries(WHOLE).find(([, [code]]) => abroad.startsWith(code));
  return whole ? spot(whole[0], whole[1][1]) : null;
}

/** Nine digits after the 0 (or the 33, or the 262): overseas numbers are told by their first three. */
function frenchNumber(digits: string): Spot | null {
  if (!/^[1-9]\d{8}$/.test(digits)) return null;
  const overseas = OVERSEAS.find(({ national = [] }) => national.some((start) => digits.startsWith(start)));
  if (overseas) return overseas.spot;
  // Numbers of the internet (09), of services (08) and of any other kind say nothing of where one is.
  return /^[1-7]/.test(digits) ? france('Europe/Paris') : null;
}
