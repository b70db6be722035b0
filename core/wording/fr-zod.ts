/** What zod finds wrong, in French that an author understands. */
import type { z } from 'zod';

const TYPES: Record<string, string> = {
  string: 'texte attendu',
  number: 'nombre attendu',
  int: 'nombre entier attendu',
  boolean: 'vrai ou faux attendu',
  array: 'liste attendue',
  object: 'objet attendu',
  record: 'objet attendu',
  date: 'date attendue',
};

const FORMATS: Record<string, string> = {
  email: 'adresse e-mail attendue',
  url: 'adresse web attendue',
  date: 'jour attendu, au format AAAA-MM-JJ',
  datetime: 'date et heure attendues, au format ISO 8601',
  time: 'heure attendue, au format HH:MM',
};

export const zodInFrench: z.core.$ZodErrorMap = (issue) => {
  switch (issue.code) {
    case 'invalid_type':
      return `${TYPES[issue.expected] ?? `${issue.expected} attendu`}, ${received(issue.input)}`;
    case 'invalid_value':
      return issue.values.length === 1
        ? `${shown(issue.values[0])} attendu`
        : `une valeur parmi ${issue.values.map(shown).join(', ')} attendue`;
    case 'too_big': {
      const most = number(issue.maximum);
      if (issue.origin === 'string') return `trop long : ${most} caractères au plus`;
      if (issue.origin === 'array') return `trop d’éléments : ${most} au plus`;
      return issue.inclusive ? `trop grand : ${most} au plus` : `trop grand : moins de ${most} attendu`;
    }
    case 'too_small': {
      const least = number(issue.minimum);
      if (issue.origin === 'string') {
        return issue.minimum === 1 ? 'à remplir' : `trop court : ${least} caractères au moins`;
      }
      if (issue.origin === 'array') return `pas assez d’éléments : ${least} au moins`;
      return issue.inclusive ? `trop petit : ${least} au moins` : `trop petit : plus de ${least} attendu`;
    }
    case 'invalid_format':
      return FORMATS[issue.format] ?? 'écriture incorrecte';
    case 'not_multiple_of':
      return `multiple de ${number(issue.divisor)} attendu`;
    case 'unrecognized_keys':
      return `${issue.keys.length > 1 ? 'champs inconnus' : 'champ inconnu'} : ${issue.keys.join(', ')}`;
    case 'invalid_key':
      return 'nom incorrect';
    case 'invalid_union':
      return issue.input === undefined ? 'à remplir' : 'valeur incorrecte';
    default:
      return 'valeur incorrecte';
  }
};

function received(input: unknown): string {
  if (input === undefined) return 'rien reçu';
  if (input === null) return 'reçu null';
  if (Array.isArray(input)) return 'reçu une liste';
  switch (typeof input) {
    case 'string':
      return 'reçu un texte';
    case 'number':
      return 'reçu un nombre';
    case 'boolean':
      return 'reçu vrai ou faux';
    default:
      return 'reçu un objet';
  }
}

function shown(value: unknown): string {
  return typeof value === 'string' ? `« ${value} »` : String(value);
}

function number(value: number | bigint): string {
  const [whole = '', part] = String(value).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, '\u202f');
  return part === undefined ? grouped : `${grouped},${part}`;
}
