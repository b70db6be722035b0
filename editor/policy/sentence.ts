/** A rule of the policy as a sentence: plain text, and words that can be changed, each with the place in the document it stands for. */
import { COUNTED } from '#core/channels/index.ts';
import type { RuleDocument } from '#core/policy/documents.ts';

export type Lang = 'en' | 'fr';
export type Option = { value: string; label: string };
export type Widget =
  | { kind: 'number'; min: number; max: number }
  | { kind: 'choice'; options: Option[] }
  /** `any`: none chosen means all. */
  | { kind: 'several'; options: Option[]; any: boolean }
  | { kind: 'time' }
  | { kind: 'text'; any: boolean }
  | { kind: 'code'; any: boolean };

/** `at`: dotted path in the document; absent: text between the words. `span` is the cap's window of whichever kind. */
export type Part = { text: string; at?: string; widget?: Widget; value?: unknown };

const CLASSES = ['commercial', 'information', 'service'] as const;
const PERIODS = ['day', 'week', 'month', 'quarter', 'year'] as const;

const WORDS = {
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
    holidays: { in: 'too', out: 'not' },
    formula: 'a computed number of',
    condition: 'a condition',
    never: 'nothing closes it',
    anyTeam: 'any team',
    none: 'none',
    noLimit: 'no limit',
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
    formula: 'un nombre calculé de',
    condition: 'une condition',
    never: 'rien ne la clôt',
    anyTeam: 'toute équipe',
    none: 'aucun',
    noLimit: 'sans limite',
  },
};

export function sentenceOf(rule: RuleDocument, lang: Lang): Part[] {
  const w = WORDS[lang];
  const en = lang === 'en';
  const options = (labels: Record<string, string>): Option[] =>
    Object.entries(labels).map(([value, label]) => ({ value, label }));
  const text = (t: string): Part => ({ text: t });
  const choice = (at: string, labels: Record<string, string>, value: string): Part => ({
    ...{ text: labels[value] ?? value, at, value, widget: { kind: 'choice', options: options(labels) } },
  });
  const number = (at: string, value: number | undefined, max: number, min = 0): Part => ({
    ...{ text: value === undefined ? w.noLimit : amount(value, lang), at, value, widget: { kind: 'number', min, max } },
  });
  const several = (
    at: string,
    labels: Record<string, string>,
    value: readonly string[] | undefined,
    all: string,
  ): Part => ({
    ...{
      text: value
        ? listed(
            value.map((v) => labels[v] ?? v),
            w.and,
          )
        : all,
      at,
      value: value ?? [],
    },
    widget: { kind: 'several', options: options(labels), any: all !== '' },
  });
  const channels = (at: string, value: readonly string[] | undefined, all: string) =>
    several(at, Object.fromEntries(COUNTED.map((c) => [c, labelOf(c, lang)])), value, all);
  const classes = (value: readonly string[], one: boolean) =>
    several('classes', one ? w.classOfOne : w.classes, value, '');
  const code = (at: string, value: unknown, shown: string): Part => ({
    ...{ text: shown, at, value, widget: { kind: 'code', any: true } },
  });

  switch (rule.kind) {
    case 'cap': {
      const span = rule.calendar ?? 'rolling';
      const spans = {
        rolling: rule.days === 1 ? w.rollingOne : w.rolling,
        ...Object.fromEntries(PERIODS.map((p) => [p, w.calendar(w.periods[p])])),
      };
      return [
        text(en ? 'At most ' : 'Au plus '),
        typeof rule.max === 'number'
          ? number('max', rule.max, 1_000)
          : { ...code('max', rule.max, w.formula), widget: { kind: 'code', any: false } },
        ...(en
          ? [
              text(' '),
              classes(rule.classes ?? CLASSES.slice(0, 2), rule.max === 1),
              text(rule.max === 1 ? ' contact ' : ' contacts '),
            ]
          : [
              text(rule.max === 1 ? ' sollicitation ' : ' sollicitations '),
              classes(rule.classes ?? CLASSES.slice(0, 2), rule.max === 1),
              text(' '),
            ]),
        ...(rule.calendar === undefined
          ? [text(en ? 'in ' : 'en '), number('days', rule.days ?? 0, 366, 1), text(' ')]
          : []),
        choice('span', spans, span),
        text(en ? ' over ' : ' sur '),
        channels('channels', rule.channels, w.allChannels),
        text(en ? ', per ' : ', par '),
        choice('per', w.per, rule.per ?? 'customer'),
        text(en ? ', for ' : ', pour '),
        code('who', rule.who, rule.who ? w.condition : w.everybody),
        text('.'),
      ];
    }
    case 'situation': {
      const silenced = several('classes', w.classes, rule.classes ?? ['commercial'], '');
      const head = en
        ? [text('No '), silenced, text(' contact while ')]
        : [text('Pas de sollicitations '), silenced, text(' tant que ')];
      if ('profile' in rule.while)
        return [
          ...head,
          text(en ? 'the profile says ' : 'le profil indique '),
          { ...code('while.profile', rule.while.profile, w.condition), widget: { kind: 'code', any: false } },
          text('.'),
        ];
      if ('pending' in rule.while)
        return [
          ...head,
          text(en ? 'a task is pending: ' : 'une tâche est en cours\u202f: '),
          choice('while.pending', Object.fromEntries(COUNTED.map((c) => [c, labelOf(c, lang)])), rule.while.pending),
          text('.'),
        ];
      const word = (at: string, value: string | undefined, none: string, any: boolean): Part => ({
        ...{ text: value ?? none, at, value: value ?? '', widget: { kind: 'text', any } },
      });
      return [
        ...head,
        word('while.opens', rule.while.opens, '', false),
        text(en ? ' of the last ' : ' des derniers '),
        number('while.days', rule.while.days, 366, 1),
        text(en ? ' days is open; closed by ' : ' jours est ouvert, clos par '),
        word('while.closes', rule.while.closes, w.never, true),
        text('.'),
      ];
    }
    case 'alternation':
      return [
        text(en ? 'At most ' : 'Au plus '),
        number('max', rule.max, 100, 1),
        text(en ? ' commercial contacts in a row over ' : ' sollicitations commerciales de suite sur '),
        channels('channels', rule.channels, w.allChannels),
        text(en ? ', then something that sells nothing.' : ', puis une qui ne vend rien.'),
      ];
    case 'hours': {
      const days = Object.fromEntries(w.weekdays.map((day, i) => [String(i + 1), day]));
      const time = (at: string, value: string): Part => ({ text: value, at, value, widget: { kind: 'time' } });
      return [
        channels('channels', rule.channels, ''),
        text(en ? ' only from ' : '\u202f: seulement de '),
        time('from', rule.from),
        text(en ? ' to ' : ' à '),
        time('to', rule.to),
        text(', '),
        several('days', days, rule.days?.map(String), w.everyDay),
        text(en ? ', on public holidays ' : ', jours fériés '),
        choice('holidays', w.holidays, rule.holidays ?? 'in'),
        text(en ? ', by the customer’s clock.' : ', à l’heure du client.'),
      ];
    }
    case 'law':
      return [
        text(en ? 'The law of ' : 'La loi de\u202f: '),
        text(rule.countries.join(', ')),
        text(en ? ' holds; commercial SMS until ' : ' s’applique\u202f; SMS commerciaux jusqu’à '),
        { text: rule.smsUntil ?? '20:00', at: 'smsUntil', value: rule.smsUntil ?? '20:00', widget: { kind: 'time' } },
        text('.'),
      ];
    case 'capacity':
      return [
        text(en ? 'We can make ' : 'Nous pouvons faire '),
        number('perHour', rule.perHour, 10_000_000),
        text(en ? ' an hour and ' : ' par heure et '),
        number('perDay', rule.perDay, 10_000_000),
        text(en ? ' a day by ' : ' par jour par '),
        choice('channel', Object.fromEntries(COUNTED.map((c) => [c, labelOf(c, lang)])), rule.channel ?? w.allChannels),
        text(en ? ', of ' : ', pour '),
        { text: rule.team ?? w.anyTeam, at: 'team', value: rule.team ?? '', widget: { kind: 'text', any: true } },
        text('.'),
      ];
  }
}

export function saidOf(rule: RuleDocument, lang: Lang): string {
  return sentenceOf(rule, lang)
    .map((part) => part.text)
    .join('');
}

function labelOf(channel: string, lang: Lang): string {
  return (WORDS[lang].channels as Record<string, string>)[channel] ?? channel;
}

function amount(value: number, lang: Lang): string {
  return new Intl.NumberFormat(lang === 'fr' ? 'fr-FR' : 'en-GB').format(value);
}

function listed(words: readonly string[], and: string): string {
  return words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')}${and}${words.at(-1)}`;
}
