/** What the audit keeps of a deed beside its name, in words: labels and values, codes as they are called on screen. */
import { useLocale, useTranslations } from 'next-intl';
import { calledIn, readable } from '#editor/customers/words.ts';
import { useMe } from '#editor/data/me.ts';
import { useOutcomeWords } from '#editor/tasks/outcome.ts';
import { dayIn, type Language, momentIn, numberIn } from '#editor/ui/moment.ts';

export type Part = { path: readonly string[]; value: string | number | boolean | null };

/** The values of a detail one by one, each with the names that lead to it; a list is one after the other. */
export function partsOf(value: unknown, path: readonly string[] = []): Part[] {
  if (Array.isArray(value)) return value.flatMap((one) => partsOf(one, path));
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([name, one]) => partsOf(one, [...path, name]));
  }
  return [{ path, value: (value ?? null) as Part['value'] }];
}

const MOMENT = /^\d{4}-\d\d-\d\dT/;
const DAY = /^\d{4}-\d\d-\d\d$/;
const HASH = /^[0-9a-f]{40,}$/;

export function useDetailWords(): (detail: unknown) => string {
  const t = useTranslations('settings');
  const words = useTranslations();
  const outcome = useOutcomeWords();
  const language = useLocale() as Language;
  const zone = useMe().data?.company.zone ?? 'UTC';

  const valueIn = ({ path, value }: Part): string => {
    const name = path.at(-1) ?? '';
    if (value === null) return '–';
    if (typeof value === 'boolean') return t(value ? 'yes' : 'no');
    if (typeof value === 'number') return numberIn(language, value, 2);
    if (value === '*') return t('every');
    if (name === 'outcome') return outcome(value);
    if (name === 'language' || name === 'country') {
      return calledIn(language, name === 'country' ? 'region' : 'language', value);
    }
    const key = keyOf(path[0] === 'regimes' ? 'regime' : name, value);
    if (key !== null && words.has(key)) return words(key);
    if (MOMENT.test(value)) return momentIn(language, zone, value);
    if (DAY.test(value)) return dayIn(language, value);
    return HASH.test(value) ? value.slice(0, 12) : value;
  };
  const labelOf = (path: readonly string[]) =>
    path.map((name) => {
      const channel = path[0] === 'regimes' && path.length > 1 ? `customers.channels.${name}` : '';
      if (channel !== '' && words.has(channel)) return words(channel);
      return t.has(`part.${name}`) ? t(`part.${name}`) : readable(name);
    });

  return (detail) => {
    const told = new Map<string, string[]>();
    for (const part of partsOf(detail)) {
      const label = labelOf(part.path).join(', ');
      told.set(label, [...(told.get(label) ?? []), valueIn(part)]);
    }
    return [...told].map(([label, values]) => t('told', { label, value: values.join(', ') })).join(' · ');
  };
}

/** Where the words for a value stand. */
function keyOf(name: string, value: string): string | null {
  switch (name) {
    case 'roles':
      return `settings.role.${value}.name`;
    case 'scopes':
      return `settings.scope.${value}`;
    case 'sensitivity':
      return `settings.level.${value}`;
    case 'channel':
      return `customers.channels.${value}`;
    case 'reason':
      return `customers.suppression.reasons.${value}`;
    case 'answer':
      return `customers.offers.answers.${value}`;
    case 'regime':
      return `consent.regime.${value}`;
    case 'kind':
    case 'scope':
    case 'as':
      return `settings.value.${value}`;
    default:
      return null;
  }
}
