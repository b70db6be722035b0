/** The words that sentences of rules are made of, in both languages. */
export type Lang = 'en' | 'fr';

const WHOLE: Record<string, string> = {
  ...{ day: 'jours entiers', week: 'semaines entières', month: 'mois entiers' },
  ...{ quarter: 'trimestres entiers', year: 'années entières' },
};

export const WORDS = {
  en: {
    channels: { email: 'e-mail', letter: 'letter', call: 'phone', sms: 'SMS', task: 'other tasks' },
    classes: { commercial: 'commercial', information: 'information', service: 'service' },
    classOfOne: { commercial: 'commercial', information: 'information', service: 'service' },
    rollingOne: 'rolling day',
    periods: { day: 'day', week: 'week', month: 'month', quarter: 'quarter', year: 'year' },
    weekdays: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'],
    and: ' and ',
    allChannels: 'all channels',
    everyDay: 'every day',
    everybody: 'everybody',
    rolling: 'rolling days',
    calendar: (p: string) => `each calendar ${p}`,
    per: { customer: 'customer', household: 'household' },
    holidays: { in: 'included', out: 'excluded' },
    customersWhere: 'customers where ',
    own: 'each contact’s own',
    asJudged: 'the same as it limits',
    all: 'all',
    noExtend: 'exactly so many days',
    whole: (p: string) => `whole ${p}s`,
    every: { off: 'up to the contact', on: 'anywhere around it' },
    lookAhead: { on: 'lets them go first', off: 'does not look ahead' },
    situations: { profile: 'the profile says so', event: 'an event has opened it', pending: 'a task is pending' },
    sectors: { energy_renovation: 'energy renovation', home_adaptation: 'adaptation of homes' },
    noSector: 'neither of those banned',
    never: 'nothing closes it',
    anyTeam: 'any team',
    none: 'none',
    noLimit: 'any number',
  },
  fr: {
    channels: { email: 'e-mail', letter: 'courrier', call: 'téléphone', sms: 'SMS', task: 'autres tâches' },
    classes: { commercial: 'commerciales', information: 'd’information', service: 'de service' },
    classOfOne: { commercial: 'commerciale', information: 'd’information', service: 'de service' },
    rollingOne: 'jour glissant',
    periods: { day: 'jour', week: 'semaine', month: 'mois', quarter: 'trimestre', year: 'année' },
    weekdays: ['lun.', 'mar.', 'mer.', 'jeu.', 'ven.', 'sam.', 'dim.'],
    and: ' et ',
    allChannels: 'tous les canaux',
    everyDay: 'tous les jours',
    everybody: 'tout le monde',
    rolling: 'jours glissants',
    calendar: (p: string) => `chaque ${p} civil${p === 'semaine' || p === 'année' ? 'e' : ''}`,
    per: { customer: 'client', household: 'foyer' },
    holidays: { in: 'compris', out: 'exclus' },
    customersWhere: 'les clients pour qui ',
    own: 'celui de chaque sollicitation',
    asJudged: 'celles qu’elle limite',
    all: 'toutes',
    noExtend: 'exactement ce nombre de jours',
    whole: (p: string) => WHOLE[p] ?? p,
    every: { off: 'jusqu’à la sollicitation', on: 'tout autour d’elle' },
    lookAhead: { on: 'les laisse passer d’abord', off: 'ne regarde pas devant' },
    situations: { profile: 'le profil le dit', event: 'un événement l’a ouverte', pending: 'une tâche est en cours' },
    sectors: { energy_renovation: 'rénovation énergétique', home_adaptation: 'adaptation du logement' },
    noSector: 'aucun de ceux interdits',
    never: 'rien ne la clôt',
    anyTeam: 'toute équipe',
    none: 'aucun',
    noLimit: 'autant que voulu',
  },
};

export function labelOf(channel: string, lang: Lang): string {
  return (WORDS[lang].channels as Record<string, string>)[channel] ?? channel;
}

export function countOf(value: number, lang: Lang): string {
  return new Intl.NumberFormat(lang === 'fr' ? 'fr-FR' : 'en-GB', { maximumFractionDigits: 6 }).format(value);
}

export function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

export function listed(words: readonly string[], and: string): string {
  return words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')}${and}${words.at(-1)}`;
}

export function quoted(text: string, lang: Lang): string {
  return lang === 'fr' ? `«\u202f${text}\u202f»` : `“${text}”`;
}
