/** The two parts of a pressure test side by side: each counted per 1,000 customers, the difference, and a sentence. */
import { type Estimate, meanDifference, meanOf, newcombe, type Sample, scaled, wilson } from '#core/interval.ts';

/** What was found of one measure in one part: of `customers` so many had something of it, `total` all together. */
export type Found = { customers: number; having: number; total: number; squares: number };

/** `share`: customers who did; `mean`: how much a customer had. */
export type Kind = 'share' | 'mean';

export type Contrast = {
  a: Estimate;
  b: Estimate;
  difference: Estimate;
  /** Its interval leaves 0 out. */
  distinguishable: boolean;
  sentence: string;
};

const PER = 1_000;

export function contrast(kind: Kind, a: Found, b: Found, lang: 'en' | 'fr'): Contrast {
  const difference = scaled(
    kind === 'share' ? newcombe(shareOf(a), shareOf(b)) : meanDifference(sampleOf(a), sampleOf(b)),
    PER,
  );
  const { low, high } = difference;
  const distinguishable = low !== null && high !== null && (low > 0 || high < 0);
  return {
    ...{ a: counted(kind, a), b: counted(kind, b), difference, distinguishable },
    sentence: say(difference, distinguishable, lang),
  };
}

function counted(kind: Kind, found: Found): Estimate {
  return scaled(kind === 'share' ? wilson(shareOf(found)) : meanOf(sampleOf(found)), PER);
}

function shareOf({ customers, having }: Found) {
  return { hits: having, of: customers };
}

function sampleOf({ customers, total, squares }: Found): Sample {
  return { n: customers, sum: total, squares };
}

function say({ value, low, high }: Estimate, distinguishable: boolean, lang: 'en' | 'fr'): string {
  if (value === null || low === null || high === null) {
    return lang === 'fr' ? 'Trop peu de clients pour se prononcer.' : 'There are too few customers to tell.';
  }
  const number = (x: number) => {
    const digits = Math.abs(x).toFixed(1);
    const signed = x < 0 && Number(digits) !== 0 ? `−${digits}` : digits;
    const [whole = '', rest] = signed.split('.');
    const grouped = whole.replace(/\B(?=(\d{3})+$)/g, lang === 'fr' ? '\u202f' : ',');
    return `${grouped}${lang === 'fr' ? ',' : '.'}${rest}`;
  };
  const size = number(Math.abs(value));
  if (lang === 'fr') {
    const range = `(intervalle à 95 % : de ${number(low)} à ${number(high)})`;
    if (!distinguishable) return `Aucune différence décelable : ${number(value)} pour 1 000 clients ${range}.`;
    return `La variante b compte ${size} de ${value > 0 ? 'plus' : 'moins'} pour 1 000 clients ${range}.`;
  }
  const range = `(95 % interval: ${number(low)} to ${number(high)})`;
  if (!distinguishable) return `Not distinguishable from none: ${number(value)} per 1,000 customers ${range}.`;
  return `Variant b has ${size} ${value > 0 ? 'more' : 'less'} per 1,000 customers ${range}.`;
}
