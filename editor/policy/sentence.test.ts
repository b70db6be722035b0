import { expect, test } from 'vitest';
import { type RuleDocument, ruleDocument } from '#core/policy/documents.ts';
import { DEFAULT_POLICY } from '#core/policy/index.ts';
import { breaches } from '#core/policy/variant.ts';
import { addRule, alike, changeWord, differences, NEW } from '#editor/policy/changes.ts';
import { saidAmount, saidCondition } from '#editor/policy/said.ts';
import { moreOf, saidOf, sentenceOf } from '#editor/policy/sentence.ts';
import { slugOf } from '#editor/policy/slug.ts';

const week = DEFAULT_POLICY.rules[1]!;

test('a cap reads as a sentence in both languages', () => {
  expect(saidOf(week, 'en')).toBe(
    'At most 3 commercial contacts in 7 rolling days over all channels, per customer, for everybody.',
  );
  expect(saidOf(week, 'fr')).toBe(
    'Au plus 3 sollicitations commerciales en 7 jours glissants sur tous les canaux, par client, pour tout le monde.',
  );
});

test('one contact in one day agrees in number', () => {
  expect(saidOf(DEFAULT_POLICY.rules[0]!, 'fr')).toMatch(/^Au plus 1 sollicitation commerciale en 1 jour glissant /);
  expect(saidOf(DEFAULT_POLICY.rules[0]!, 'en')).toMatch(/^At most 1 commercial contact in 1 rolling day /);
});

const vip = { field: 'profile.vip', op: 'eq', value: true } as const;
const NAMES = { topics: { jazz: 'Jazz' }, brands: { shop: 'The shop' }, countries: ['FR'] };

/** Every kind, bare and with all that it can hold. */
const SAID: [RuleDocument, string, string][] = [
  [
    {
      ...{
        id: 'a',
        kind: 'cap',
        max: { if: vip, yes: 4, no: { field: 'profile.per_week', default: 2 } },
        calendar: 'month',
      },
      ...{ classes: ['commercial'], counts: ['commercial', 'service'], topics: ['jazz'], brands: ['shop'] },
      ...{
        per: 'household',
        channels: ['email', 'sms'],
        who: { any: [vip, { field: 'profile.city', op: 'missing' }] },
      },
    },
    'At most (4 if vip is yes, else “per_week” (else 2)) commercial contacts about Jazz each calendar month over e-mail and SMS, of The shop, per household, for customers where vip is yes or city is not known; counted are commercial and service.',
    'Au plus (4 si vip est oui, sinon «\u202fper_week\u202f» (à défaut 2)) sollicitations commerciales au sujet de Jazz chaque mois civil sur e-mail et SMS, de The shop, par foyer, pour les clients pour qui vip est oui ou city n’est pas connu\u202f; comptent les sollicitations commerciales et de service.',
  ],
  [
    { id: 'b', kind: 'cap', max: 2, days: 7, extend: 'week' },
    'At most 2 commercial and information contacts in 7 rolling days, in whole weeks over all channels, per customer, for everybody.',
    'Au plus 2 sollicitations commerciales et d’information en 7 jours glissants, en semaines entières sur tous les canaux, par client, pour tout le monde.',
  ],
  [
    NEW.situation!,
    'No commercial contact while Complaint Opened of the last 60 days is open; closed by Complaint Closed.',
    'Pas de sollicitations commerciales tant que Complaint Opened des derniers 60 jours est ouvert, clos par Complaint Closed.',
  ],
  [
    { id: 'c', kind: 'situation', while: { pending: 'call' }, classes: ['commercial', 'information'] },
    'No commercial and information contact while a task is pending: phone.',
    'Pas de sollicitations commerciales et d’information tant que une tâche est en cours\u202f: téléphone.',
  ],
  [
    { id: 'd', kind: 'situation', while: { profile: { not: vip } } },
    'No commercial contact while the profile says: not (vip is yes).',
    'Pas de sollicitations commerciales tant que le profil indique\u202f: pas (vip est oui).',
  ],
  [
    NEW.alternation!,
    'At most 2 commercial contacts in a row over all channels, then something that sells nothing.',
    'Au plus 2 sollicitations commerciales de suite sur tous les canaux, puis une qui ne vend rien.',
  ],
  [
    { ...DEFAULT_POLICY.rules[3]!, classes: ['commercial'] } as RuleDocument,
    'Phone and SMS (commercial) only from 08:00 to 20:00, Mon, Tue, Wed, Thu, Fri and Sat, public holidays excluded, by the customer’s clock.',
    'Téléphone et SMS (commerciales)\u202f: seulement de 08:00 à 20:00, lun., mar., mer., jeu., ven. et sam., jours fériés exclus, à l’heure du client.',
  ],
  [
    { id: 'law', kind: 'law', countries: ['FR'], sectors: ['home_adaptation'], smsUntil: '21:00' },
    'The law of France holds; commercial SMS until 21:00; what you sell: adaptation of homes.',
    'La loi de France s’applique\u202f; SMS commerciaux jusqu’à 21:00\u202f; ce que vous vendez\u202f: adaptation du logement.',
  ],
  [
    { id: 'e', kind: 'capacity', team: 'Lyon', perHour: 40 },
    'We can make 40 an hour and any number a day by all channels, of Lyon.',
    'Nous pouvons faire 40 par heure et autant que voulu par jour par tous les canaux, pour Lyon.',
  ],
];

test('every kind of rule reads as a sentence in both languages', () => {
  for (const [rule, en, fr] of SAID) {
    expect(ruleDocument.parse(rule)).toEqual(rule);
    expect([saidOf(rule, 'en', NAMES), saidOf(rule, 'fr', NAMES)]).toEqual([en, fr]);
  }
});

test('each word of a sentence, and each that it keeps to itself, names a place in the document and can be changed', () => {
  for (const [rule] of [...SAID, ...DEFAULT_POLICY.rules.map((rule) => [rule] as const)])
    for (const lang of ['en', 'fr'] as const) {
      const words = [...sentenceOf(rule, lang, NAMES), ...moreOf(rule, lang, NAMES)];
      expect(words.every((part) => part.text !== '')).toBe(true);
      expect(words.filter((part) => part.at !== undefined).every((part) => part.widget)).toBe(true);
      expect(words.some((part) => part.at !== undefined)).toBe(true);
    }
});

test('formulas and conditions of every shape can be read', () => {
  expect(saidAmount({ least: [{ add: [1, { multiply: [2, 3] }] }, { most: [4, 5] }] }, 'en')).toBe(
    'the least of ((1 + (2 × 3)), the greatest of (4, 5))',
  );
  const bought = { happened: { event: 'Order Completed', days: 30 } };
  expect(saidCondition({ all: [bought, { any: [vip, { field: 'profile.age', op: 'gte', value: 18 }] }] }, 'fr')).toBe(
    '«\u202fOrder Completed\u202f» a eu lieu ces 30 derniers jours et (vip est oui ou age est d’au moins 18)',
  );
});

test('what a sentence keeps to itself is changed into a rule the API takes, and stands in the difference', () => {
  const changed = [
    ['every', 'on'],
    ['lookAhead', 'off'],
    ['weight', 3],
    ['extend', 'week'],
  ].reduce((rule, [at, value]) => changeWord(rule, at as string, value), week);
  expect(ruleDocument.parse(changed)).toMatchObject({ every: true, lookAhead: false, weight: 3, extend: 'week' });
  const [difference] = differences([week], [changed], 'en');
  expect(difference).toMatchObject({ kind: 'changed' });
  expect(difference && 'more' in difference && difference.more.map(({ at }) => at)).toEqual([
    'every',
    'weight',
    'lookAhead',
  ]);
  const back = [
    ['every', 'off'],
    ['lookAhead', 'on'],
    ['weight', undefined],
    ['extend', ''],
  ].reduce((rule, [at, value]) => changeWord(rule, at as string, value), changed);
  expect(back).toEqual(week);
  for (const kind of ['profile', 'event', 'pending'])
    expect(() => ruleDocument.parse(changeWord(NEW.situation!, 'while', kind))).not.toThrow();
});

test('a test that runs goes on beside changed rules: law and capacity are the same for both variants', () => {
  const law = DEFAULT_POLICY.rules[4]!;
  const later = [week, { ...law, smsUntil: '21:00' } as RuleDocument, NEW.capacity!];
  expect(alike([changeWord(week, 'max', 5), law], later)).toEqual([changeWord(week, 'max', 5), later[1], later[2]]);
  expect(breaches(later, alike([law], later))).toEqual([]);
});

test('a name becomes one that the policy takes', () => {
  expect([slugOf('Deux par semaine, été 2026'), slugOf('2 a week', ['a_week']), slugOf('…')]).toEqual([
    'deux_par_semaine_ete_2026',
    'a_week_2',
    'test',
  ]);
});

test('a changed word gives a rule the API takes; a window is either rolling or of the calendar', () => {
  const changed = changeWord(changeWord(week, 'max', 2), 'span', 'month');
  expect(ruleDocument.parse(changed)).toEqual({
    ...{ id: week.id, kind: 'cap', max: 2, calendar: 'month', classes: ['commercial'] },
  });
  expect(changeWord(changed, 'span', 'rolling')).toMatchObject({ days: 7 });
  expect(changeWord(NEW.situation!, 'while.closes', '')).toMatchObject({
    while: { opens: 'Complaint Opened', days: 60 },
  });
});

test('the difference says what was added, removed, switched off and changed', () => {
  const before = DEFAULT_POLICY.rules;
  const after = addRule(
    before
      .slice(1)
      .map((rule) =>
        rule.id === 'three_a_week'
          ? changeWord(rule, 'max', 2)
          : rule.id === 'quiet'
            ? changeWord(rule, 'off', true)
            : rule,
      ),
    NEW.cap!,
  );
  expect(differences(before, after, 'en').map((c) => [c.kind, 'id' in c ? c.id : ''])).toEqual([
    ['changed', 'three_a_week'],
    ['off', 'quiet'],
    ['added', 'cap'],
    ['removed', 'one_a_day'],
  ]);
  expect(differences(before, before, 'fr')).toEqual([]);
});
