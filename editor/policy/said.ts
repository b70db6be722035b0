/** Conditions and numbers of a rule in words: whatever the document holds can be read, also what was written elsewhere. */
import type { Condition, Operator, Test } from '#core/condition.ts';
import type { Json } from '#core/facts.ts';
import type { Amount } from '#core/policy/amount.ts';
import { countOf, type Lang, listed, quoted } from '#editor/policy/lexicon.ts';

type Told = { field: string; value: string };

const OPS: Record<Lang, Record<Operator, (t: Told) => string>> = {
  en: {
    eq: ({ field, value }) => `${field} is ${value}`,
    ne: ({ field, value }) => `${field} is not ${value}`,
    lt: ({ field, value }) => `${field} is below ${value}`,
    lte: ({ field, value }) => `${field} is at most ${value}`,
    gt: ({ field, value }) => `${field} is above ${value}`,
    gte: ({ field, value }) => `${field} is at least ${value}`,
    in: ({ field, value }) => `${field} is one of ${value}`,
    not_in: ({ field, value }) => `${field} is none of ${value}`,
    contains: ({ field, value }) => `${field} contains ${value}`,
    starts_with: ({ field, value }) => `${field} begins with ${value}`,
    exists: ({ field }) => `${field} is known`,
    missing: ({ field }) => `${field} is not known`,
    before: ({ field, value }) => `${field} is before ${value}`,
    after: ({ field, value }) => `${field} is after ${value}`,
    within_days: ({ field, value }) => `${field} lies less than ${value} days back`,
    older_than_days: ({ field, value }) => `${field} lies more than ${value} days back`,
  },
  fr: {
    eq: ({ field, value }) => `${field} est ${value}`,
    ne: ({ field, value }) => `${field} n’est pas ${value}`,
    lt: ({ field, value }) => `${field} est inférieur à ${value}`,
    lte: ({ field, value }) => `${field} est d’au plus ${value}`,
    gt: ({ field, value }) => `${field} est supérieur à ${value}`,
    gte: ({ field, value }) => `${field} est d’au moins ${value}`,
    in: ({ field, value }) => `${field} est parmi ${value}`,
    not_in: ({ field, value }) => `${field} n’est pas parmi ${value}`,
    contains: ({ field, value }) => `${field} contient ${value}`,
    starts_with: ({ field, value }) => `${field} commence par ${value}`,
    exists: ({ field }) => `${field} est connu`,
    missing: ({ field }) => `${field} n’est pas connu`,
    before: ({ field, value }) => `${field} est avant ${value}`,
    after: ({ field, value }) => `${field} est après ${value}`,
    within_days: ({ field, value }) => `${field} remonte à moins de ${value} jours`,
    older_than_days: ({ field, value }) => `${field} remonte à plus de ${value} jours`,
  },
};

const JOIN = { en: { all: ' and ', any: ' or ' }, fr: { all: ' et ', any: ' ou ' } };

export function saidCondition(condition: Condition, lang: Lang): string {
  if ('all' in condition || 'any' in condition) {
    const kind = 'all' in condition ? 'all' : 'any';
    const parts = 'all' in condition ? condition.all : condition.any;
    if (parts.length === 0) return NOTHING[lang][kind];
    return listed(
      parts.map((part) => bracketed(part, lang)),
      JOIN[lang][kind],
    );
  }
  if ('not' in condition) return `${lang === 'fr' ? 'pas' : 'not'} ${bracketed(condition.not, lang, true)}`;
  if ('happened' in condition) {
    const { event, days, filter } = condition.happened;
    const name = quoted(event, lang);
    const since =
      days === undefined ? '' : lang === 'fr' ? ` ces ${days} derniers jours` : ` within the last ${days} days`;
    const where = filter ? ` (${saidCondition(filter, lang)})` : '';
    return lang === 'fr' ? `${name} a eu lieu${since}${where}` : `${name} has happened${since}${where}`;
  }
  return saidTest(condition, lang);
}

const NOTHING = {
  en: { all: 'anything holds', any: 'nothing holds' },
  fr: { all: 'tout convient', any: 'rien ne convient' },
};

function bracketed(condition: Condition, lang: Lang, always = false): string {
  const said = saidCondition(condition, lang);
  const compound = 'all' in condition || 'any' in condition;
  return compound || always ? `(${said})` : said;
}

function saidTest({ field, op, value }: Test, lang: Lang): string {
  return OPS[lang][op]({ field: fieldName(field), value: saidValue(value, lang) });
}

/** Of a profile the name alone. */
export function fieldName(field: string): string {
  return field.startsWith('profile.') ? field.slice('profile.'.length) : field;
}

function saidValue(value: Json | undefined, lang: Lang): string {
  if (typeof value === 'boolean') return lang === 'fr' ? (value ? 'oui' : 'non') : value ? 'yes' : 'no';
  if (typeof value === 'number') return countOf(value, lang);
  if (typeof value === 'string') return quoted(value, lang);
  if (Array.isArray(value)) return value.map((one) => saidValue(one, lang)).join(', ');
  return value === undefined || value === null ? '–' : JSON.stringify(value);
}

export function saidAmount(amount: Amount, lang: Lang): string {
  if (typeof amount === 'number') return countOf(amount, lang);
  if ('field' in amount) {
    const other = countOf(amount.default, lang);
    return `${quoted(fieldName(amount.field), lang)} (${lang === 'fr' ? 'à défaut' : 'else'} ${other})`;
  }
  const all = (list: Amount[]) => list.map((one) => saidAmount(one, lang));
  const en = lang === 'en';
  if ('add' in amount) return `(${all(amount.add).join(' + ')})`;
  if ('multiply' in amount) return `(${all(amount.multiply).join(' × ')})`;
  if ('least' in amount) return `${en ? 'the least of' : 'le plus petit de'} (${all(amount.least).join(', ')})`;
  if ('most' in amount) return `${en ? 'the greatest of' : 'le plus grand de'} (${all(amount.most).join(', ')})`;
  const [when, yes, no] = [saidCondition(amount.if, lang), saidAmount(amount.yes, lang), saidAmount(amount.no, lang)];
  return en ? `(${yes} if ${when}, else ${no})` : `(${yes} si ${when}, sinon ${no})`;
}
