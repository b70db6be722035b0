/** A rule of the policy as a sentence: plain text, and words that can be changed, each with the place in the document it stands for. */
import { COUNTED } from '#core/channels/index.ts';
import type { Condition } from '#core/condition.ts';
import type { Period } from '#core/period.ts';
import type { Amount } from '#core/policy/amount.ts';
import type { RuleDocument } from '#core/policy/documents.ts';
import { capital, countOf, type Lang, labelOf, listed, WORDS } from '#editor/policy/lexicon.ts';
import { saidAmount, saidCondition } from '#editor/policy/said.ts';

export type { Lang } from '#editor/policy/lexicon.ts';
export type Option = { value: string; label: string };
export type Widget =
  /** `any`: empty means there is none. */
  | { kind: 'number'; min: number; max: number; any: boolean }
  | { kind: 'choice'; options: Option[] }
  /** `any`: none chosen means all. */
  | { kind: 'several'; options: Option[]; any: boolean }
  | { kind: 'time' }
  | { kind: 'text'; any: boolean; suggest?: 'events' | 'teams' }
  | { kind: 'amount'; any: boolean; min: number; max: number }
  | { kind: 'condition'; any: boolean };

/** `at`: dotted path in the document; absent: text between the words. `span` is the cap's window of whichever kind. */
export type Part = { text: string; at?: string; widget?: Widget; value?: unknown };

/** What topics and brands are called, by their ids; the countries whose law is known. */
export type Names = { topics: Record<string, string>; brands: Record<string, string>; countries: readonly string[] };
const NOBODY: Names = { topics: {}, brands: {}, countries: [] };

// Not core's own list: what it stands beside needs all time zones.
const PERIODS = ['day', 'week', 'month', 'quarter', 'year'] as const satisfies readonly Period[];
const CLASSES = ['commercial', 'information', 'service'] as const;

export function sentenceOf(rule: RuleDocument, lang: Lang, names: Names = NOBODY): Part[] {
  const w = WORDS[lang];
  const en = lang === 'en';
  const { text, choice, number, several, channels, classes, condition, amount } = partsIn(lang);
  switch (rule.kind) {
    case 'cap': {
      const spans = {
        rolling: rule.days === 1 ? w.rollingOne : w.rolling,
        ...Object.fromEntries(PERIODS.map((p) => [p, w.calendar(w.periods[p])])),
      };
      const one = rule.max === 1;
      const kind = classes('classes', rule.classes ?? CLASSES.slice(0, 2), one);
      const set = (at: keyof typeof rule, before: string) =>
        rule[at] === undefined ? [] : [text(before), ...moreOf(rule, lang, names).filter((part) => part.at === at)];
      return [
        text(en ? 'At most ' : 'Au plus '),
        amount('max', rule.max, false),
        ...(en
          ? [text(' '), kind, text(one ? ' contact ' : ' contacts ')]
          : [text(one ? ' sollicitation ' : ' sollicitations '), kind, text(' ')]),
        ...set('topics', en ? 'about ' : 'au sujet de '),
        ...(rule.topics ? [text(' ')] : []),
        ...(rule.calendar === undefined
          ? [text(en ? 'in ' : 'en '), number('days', rule.days, 366, 1), text(' ')]
          : []),
        choice('span', spans, rule.calendar ?? 'rolling'),
        ...set('extend', en ? ', in ' : ', en '),
        text(en ? ' over ' : ' sur '),
        channels('channels', rule.channels, w.allChannels),
        ...set('brands', en ? ', of ' : ', de '),
        text(en ? ', per ' : ', par '),
        choice('per', w.per, rule.per ?? 'customer'),
        text(en ? ', for ' : ', pour '),
        condition('who', rule.who, w.everybody, w.customersWhere),
        ...set('counts', en ? '; counted are ' : '\u202f; comptent les sollicitations '),
        text('.'),
      ];
    }
    case 'situation': {
      const silenced = classes('classes', rule.classes ?? ['commercial'], false);
      const head = en
        ? [text('No '), silenced, text(' contact while ')]
        : [text('Pas de sollicitations '), silenced, text(' tant que ')];
      const { while: asked } = rule;
      if ('profile' in asked)
        return [
          ...head,
          text(en ? 'the profile says: ' : 'le profil indique\u202f: '),
          condition('while.profile', asked.profile, '', '', false),
          text('.'),
        ];
      if ('pending' in asked)
        return [
          ...head,
          text(en ? 'a task is pending: ' : 'une tâche est en cours\u202f: '),
          choice('while.pending', channelLabels(lang), asked.pending),
          text('.'),
        ];
      const event = (at: string, value: string | undefined, none: string, any: boolean): Part => ({
        ...{ text: value ?? none, at, value: value ?? '', widget: { kind: 'text', any, suggest: 'events' } },
      });
      return [
        ...head,
        event('while.opens', asked.opens, '', false),
        text(en ? ' of the last ' : ' des derniers '),
        number('while.days', asked.days, 366, 1),
        text(en ? ' days is open; closed by ' : ' jours est ouvert, clos par '),
        event('while.closes', asked.closes, w.never, true),
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
      const judged = channels('channels', rule.channels, '');
      const days = Object.fromEntries(w.weekdays.map((day, i) => [String(i + 1), day]));
      const time = (at: string, value: string): Part => ({ text: value, at, value, widget: { kind: 'time' } });
      return [
        { ...judged, text: capital(judged.text) },
        ...(rule.classes ? [text(' ('), classes('classes', rule.classes, false, w.all), text(')')] : []),
        text(en ? ' only from ' : '\u202f: seulement de '),
        time('from', rule.from),
        text(en ? ' to ' : ' à '),
        time('to', rule.to),
        text(', '),
        several('days', days, rule.days?.map(String), w.everyDay),
        text(en ? ', public holidays ' : ', jours fériés '),
        choice('holidays', w.holidays, rule.holidays ?? 'in'),
        text(en ? ', by the customer’s clock.' : ', à l’heure du client.'),
      ];
    }
    case 'law': {
      const land = new Intl.DisplayNames([lang], { type: 'region' });
      const countries = Object.fromEntries(
        [...new Set([...rule.countries, ...names.countries])].map((code) => [code, land.of(code) ?? code]),
      );
      return [
        text(en ? 'The law of ' : 'La loi de '),
        several('countries', countries, rule.countries, ''),
        text(en ? ' holds; commercial SMS until ' : ' s’applique\u202f; SMS commerciaux jusqu’à '),
        { text: rule.smsUntil ?? '20:00', at: 'smsUntil', value: rule.smsUntil ?? '20:00', widget: { kind: 'time' } },
        text(en ? '; what you sell: ' : '\u202f; ce que vous vendez\u202f: '),
        several('sectors', w.sectors, rule.sectors, w.noSector),
        text('.'),
      ];
    }
    case 'capacity':
      return [
        text(en ? 'We can make ' : 'Nous pouvons faire '),
        number('perHour', rule.perHour, 10_000_000, 0, true),
        text(en ? ' an hour and ' : ' par heure et '),
        number('perDay', rule.perDay, 10_000_000, 0, true),
        text(en ? ' a day by ' : ' par jour par '),
        choice('channel', { '': w.allChannels, ...channelLabels(lang) }, rule.channel ?? ''),
        text(en ? ', of ' : ', pour '),
        {
          ...{ text: rule.team ?? w.anyTeam, at: 'team', value: rule.team ?? '' },
          widget: { kind: 'text', any: true, suggest: 'teams' },
        },
        text('.'),
      ];
  }
}

/** What a sentence keeps to itself until it is set: everything else the document can hold. */
export function moreOf(rule: RuleDocument, lang: Lang, names: Names = NOBODY): Part[] {
  const w = WORDS[lang];
  const { choice, several, classes, amount } = partsIn(lang);
  switch (rule.kind) {
    case 'cap': {
      const rolling: Part[] = [
        choice(
          'extend',
          { '': w.noExtend, ...Object.fromEntries(PERIODS.map((p) => [p, w.whole(p)])) },
          rule.extend ?? '',
        ),
        choice('every', w.every, rule.every ? 'on' : 'off'),
      ];
      return [
        classes('counts', rule.counts, false, w.asJudged),
        several('topics', known(names.topics, rule.topics), rule.topics, w.all),
        several('brands', known(names.brands, rule.brands), rule.brands, w.all),
        ...(rule.calendar === undefined ? rolling : []),
        amount('weight', rule.weight, true),
        choice('lookAhead', w.lookAhead, rule.lookAhead === false ? 'off' : 'on'),
      ];
    }
    case 'situation': {
      const kind = 'profile' in rule.while ? 'profile' : 'pending' in rule.while ? 'pending' : 'event';
      return [choice('while', w.situations, kind)];
    }
    case 'hours':
      return [classes('classes', rule.classes, false, w.all)];
    default:
      return [];
  }
}

/** Also those that are named and not there any more: they can only be taken out. */
function known(names: Record<string, string>, chosen: readonly string[] | undefined): Record<string, string> {
  return { ...Object.fromEntries((chosen ?? []).map((id) => [id, id])), ...names };
}

function channelLabels(lang: Lang): Record<string, string> {
  return Object.fromEntries(COUNTED.map((c) => [c, labelOf(c, lang)]));
}

function partsIn(lang: Lang) {
  const w = WORDS[lang];
  const options = (labels: Record<string, string>): Option[] =>
    Object.entries(labels).map(([value, label]) => ({ value, label }));
  const several = (
    at: string,
    labels: Record<string, string>,
    value: readonly string[] | undefined,
    all: string,
  ): Part => ({
    ...{ at, value: value ?? [], widget: { kind: 'several', options: options(labels), any: all !== '' } },
    text: value
      ? listed(
          value.map((v) => labels[v] ?? v),
          w.and,
        )
      : all,
  });
  return {
    several,
    text: (t: string): Part => ({ text: t }),
    choice: (at: string, labels: Record<string, string>, value: string): Part => ({
      ...{ text: labels[value] ?? value, at, value, widget: { kind: 'choice', options: options(labels) } },
    }),
    number: (at: string, value: number | undefined, max: number, min = 0, any = false): Part => ({
      ...{ text: value === undefined ? w.noLimit : countOf(value, lang), at, value },
      widget: { kind: 'number', min, max, any },
    }),
    channels: (at: string, value: readonly string[] | undefined, all: string) =>
      several(at, channelLabels(lang), value, all),
    classes: (at: string, value: readonly string[] | undefined, one: boolean, all = '') =>
      several(at, one ? w.classOfOne : w.classes, value, all),
    condition: (at: string, value: Condition | undefined, none: string, before: string, any = true): Part => ({
      ...{ text: value ? `${before}${saidCondition(value, lang)}` : none, at, value },
      widget: { kind: 'condition', any },
    }),
    amount: (at: string, value: Amount | undefined, any: boolean): Part => ({
      ...{ text: value === undefined ? w.own : saidAmount(value, lang), at, value },
      widget: { kind: 'amount', any, min: 0, max: 1_000 },
    }),
  };
}

export function saidOf(rule: RuleDocument, lang: Lang, names: Names = NOBODY): string {
  return sentenceOf(rule, lang, names)
    .map((part) => part.text)
    .join('');
}
