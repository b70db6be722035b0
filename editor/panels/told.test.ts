import { createTranslator } from 'next-intl';
import { describe, expect, test } from 'vitest';
import { channels } from '#core/channels/index.ts';
import { steps } from '#core/steps/index.ts';
import en from '#editor/messages/en/index.ts';
import fr from '#editor/messages/fr/index.ts';
import { type FormField, fieldsOf } from '#editor/panels/form.ts';
import type { Say } from '#editor/panels/phrase.ts';
import { differenceTold, headTold, type Tongue } from '#editor/panels/told.ts';

type Lang = 'en' | 'fr';
type Data = Record<string, unknown>;

function tongueOf(lang: Lang): Tongue {
  const sayOf = (namespace: 'panels' | 'sentences' | 'condition'): Say => {
    const t = createTranslator({ locale: lang, messages: lang === 'fr' ? fr : en, namespace }) as unknown as {
      (key: string, values?: object): string;
      has(key: string): boolean;
    };
    return (key, values) => (t.has(key) ? t(key, values) : '');
  };
  return {
    form: sayOf('panels'),
    say: sayOf('sentences'),
    ask: sayOf('condition'),
    names: {
      lang,
      step: () => 'Thanks',
      chain: () => 'Welcome',
      template: () => 'Spring',
      trigger: 'Order Completed',
      named: (field, id) => (['offer', 'topics', 'brand'].includes(field) ? `the ${field} ${id}` : id),
    },
  };
}

function told(lang: Lang, type: string, before: Data, after: Data): string[] {
  const step = (data: Data) => ({ id: 'a', type, data });
  return differenceTold(step(before), step(after), tongueOf(lang)).map(({ name, before: was, after: is, words }) =>
    `${name}: ${words ? '(words)' : `${was ?? '—'} → ${is ?? '—'}`}`.replaceAll('\u202f', '·'),
  );
}

const trigger = { kind: 'trigger' };
const bought = { field: 'entry.total', op: 'gt', value: 50 };
const vip = { field: 'profile.tier', op: 'eq', value: 'gold' };

/** What a schema alone does not say how to write. */
const WRITTEN: Record<string, [unknown, unknown]> = {
  if: [bought, vip],
  filter: [bought, vip],
  for: [{ days: 3 }, { hours: 2 }],
  when: [
    { anchor: trigger, days: 7 },
    { anchor: { kind: 'date', at: '2026-12-24' }, days: -3 },
  ],
  until: [
    { anchor: { kind: 'step', step: 'x' }, days: 1 },
    { anchor: trigger, days: { param: 'X' } },
  ],
  validUntil: [{ days: 5 }, { anchor: trigger, days: 9 }],
  ifLate: ['skip', { sendWithinHours: 6 }],
  time: ['10:00', '18:30'],
  defaults: [{ 'profile.firstName': 'you' }, { 'profile.firstName': 'all' }],
  languages: [{ fr: { subject: 'A', html: '<p>A</p>' } }, { fr: { subject: 'B', html: '<p>B</p>' } }],
};

/** Two values of a field, and of one with several shapes or choices one of each. */
function samplesOf(field: FormField): unknown[] {
  if (WRITTEN[field.key]) return WRITTEN[field.key]!;
  switch (field.kind) {
    case 'text':
      return ['alpha', 'beta'];
    case 'number':
      return [2, 1500];
    case 'switch':
      return [true, false];
    case 'choice':
      return [...field.choices];
    case 'list':
      return field.item.kind === 'text'
        ? [['alpha'], ['alpha', 'beta']]
        : [[recordOf(field.item, 0)], [recordOf(field.item, 1), recordOf(field.item, 0)]];
    case 'group':
      return [recordOf(field, 0), recordOf(field, 1)];
    case 'shapes':
      return field.shapes.map(({ value, fields }) => ({
        [field.tag]: value,
        ...recordOf({ ...field, kind: 'group', fields }, 0),
      }));
    default:
      throw new Error(`Of ${field.key} nobody knows an example: write one above, and its words.`);
  }
}

function recordOf(field: FormField, nth: number): Data {
  if (field.kind !== 'group') throw new Error(field.key);
  return Object.fromEntries(
    field.fields.map((inner) => {
      const all = samplesOf(inner);
      return [inner.key, all[nth % all.length]];
    }),
  );
}

/** A key of ours, or a value as it is kept. */
const RAW = /undefined|NaN|\[object|[{}]|_|\b(param|anchor|kind|sendWithinHours|reentry|mon-fri|eq|gt)\b/;

describe.each(['en', 'fr'] as const)('in %s every field of every step type is told in words', (lang) => {
  const types = Object.entries(steps).flatMap(([type, { data }]) =>
    fieldsOf(data).map((field) => ({ type, field, put: (value: unknown): Data => ({ [field.key]: value }) })),
  );
  const contents = Object.entries(channels).flatMap(([channel, { content }]) =>
    fieldsOf(content).map((field) => ({
      type: 'contact',
      field,
      put: (value: unknown): Data => ({ channel, content: { [field.key]: value } }),
    })),
  );
  const all = [...types.filter(({ field }) => !['content', 'channel'].includes(field.key)), ...contents];

  test.each(all.map((one) => [`${one.type}, ${one.field.key}`, one] as const))('%s', (_, { type, field, put }) => {
    const samples = samplesOf(field);
    expect(samples.length).toBeGreaterThan(1);
    samples.forEach((value, i) => {
      const lines = told(lang, type, put(value), put(samples[(i + 1) % samples.length]));
      expect(lines).toHaveLength(1);
      expect(lines[0]).not.toMatch(RAW);
      const [name, what] = lines[0]!.split(': ', 2);
      expect(name).not.toBe(field.key);
      if (what === '(words)') return;
      // In French no word of ours is the code that it is kept by.
      if (field.kind === 'choice' && lang === 'fr') expect(what!.split(' → ')).not.toContain(value);
    });
    // Taken away and put there.
    expect(told(lang, type, put(undefined), put(samples.at(-1))).join()).not.toMatch(RAW);
    expect(told(lang, type, put(samples[0]), put(undefined)).join()).not.toMatch(RAW);
  });
});

const CASES: [string, string, Data, Data, string[], string[]][] = [
  [
    'a date is told whole',
    'contact',
    { when: { anchor: trigger, days: 7, time: '10:00' } },
    { when: { anchor: trigger, days: { param: 'X' }, on: 'mon-fri' } },
    ['Date: 7 days after the purchase, at 10:00 → X days after the purchase, on a working day'],
    ['Date: 7 jours après l’achat, à 10:00 → X jours après l’achat, un jour ouvré'],
  ],
  [
    'a wait is one thing, for a while or until a date',
    'wait',
    { for: { days: 3 } },
    { until: { anchor: { kind: 'step', step: 'x' }, days: 1 } },
    ['Wait: 3 days → until 1 day after the end of “Thanks”'],
    ['Attendre: 3 jours → jusqu’à·: 1 jour après la fin de «·Thanks·»'],
  ],
  [
    'a call instead of a letter, and a message that is no line',
    'contact',
    { channel: 'task', content: { kind: 'letter', title: 'A', body: 'x' } },
    { channel: 'task', content: { kind: 'call', title: 'B', body: 'y' } },
    ['Channel: Letter → Call', 'Title: A → B', 'What to do: (words)'],
    ['Canal: Courrier → Relance téléphonique', 'Titre: A → B', 'Ce qu’il faut faire: (words)'],
  ],
  [
    'a template takes the place of what was written',
    'contact',
    { channel: 'email', content: { subject: 'Hello', html: '<p>x</p>' } },
    { channel: 'email', content: { template: 'tpl_1', version: 3 } },
    ['Content: “Hello” → the template “Spring”, version 3'],
    ['Contenu: «·Hello·» → le modèle «·Spring·», version 3'],
  ],
  [
    'what is listened for, with all that is asked of it',
    'waitfor',
    { events: [{ event: 'Order Completed' }] },
    {
      events: [
        { event: 'Order Completed', sameKey: true, port: 'bought' },
        { event: 'Talk', filter: vip },
      ],
    },
    [
      'Events: the purchase → the purchase for the same key, outcome “bought” or the event “Talk” (only if the customer’s “tier” is gold)',
    ],
    [
      'Événements: l’achat → l’achat pour la même clé, issue «·bought·» ou l’événement «·Talk·» (seulement si «·tier·» du client est gold)',
    ],
  ],
  [
    'what was not said holds by default',
    'contact',
    {},
    {
      ifLate: { sendWithinHours: 6 },
      validUntil: { days: 5 },
      onExcess: 'skip',
      weight: 1.5,
      offer: 'o',
      topics: ['t', 'u'],
    },
    [
      'If late: Send it all the same → within 6 hours',
      'Validity: valid until the next date → valid for 5 days',
      'If capped: postpone → skip',
      'Weight: — → 1.5',
      'Offer: — → the offer o',
      'Topics: — → the topics t, the topics u',
    ],
    [
      'En cas de retard: Envoyer quand même → sous 6 heures',
      'Validité: valable jusqu’à la date suivante → valable 5 jours',
      'Si plafonné: reporter → ne pas envoyer',
      'Poids: — → 1,5',
      'Offre: — → the offer o',
      'Thèmes: — → the topics t, the topics u',
    ],
  ],
  [
    'shares',
    'split',
    {
      arms: [
        { port: 'a', share: 50 },
        { port: 'b', label: 'Letter', share: 50 },
      ],
    },
    {
      arms: [
        { port: 'a', share: { param: 'P' } },
        { port: 'b', label: 'Letter', share: 30 },
      ],
    },
    ['Arms: 50 take “a” and 50 take “Letter” → P take “a” and 30 take “Letter”'],
    ['Branches: 50 prennent «·a·» et 50 prennent «·Letter·» → P prennent «·a·» et 30 prennent «·Letter·»'],
  ],
  [
    'a goal that is an exit now',
    'goal',
    { on: [{ event: 'A' }], kind: 'goal' },
    { on: [{ event: 'A' }], kind: 'exit' },
    ['Kind: Goal → Exit'],
    ['Genre: Objectif → Sortie'],
  ],
];

test.each(CASES)('%s', (_, type, before, after, english, french) => {
  expect(told('en', type, before, after)).toEqual(english);
  expect(told('fr', type, before, after)).toEqual(french);
});

test('the same is no difference, and another kind of step is told by its name', () => {
  expect(told('en', 'wait', { for: { days: 3 } }, { for: { days: 3 } })).toEqual([]);
  const lines = differenceTold(
    { id: 'a', type: 'wait', data: { for: { days: 1 } } },
    { id: 'a', type: 'end', data: {} },
    tongueOf('fr'),
  );
  expect(lines).toMatchObject([{ name: 'Type', before: 'Attente', after: 'Fin' }]);
});

test('what the chain itself holds is told by its name', () => {
  const fr = tongueOf('fr');
  expect(headTold('country', 'BE', fr)).toBe('Belgique');
  expect(headTold('language', 'fr', fr)).toBe('français');
  expect(headTold('brand', 'sun', fr)).toBe('the brand sun');
  expect(headTold('class', 'commercial', fr)).toBe('Commerciale');
  expect(headTold('holdout', 12.5, fr)).toMatch(/^12,5\s%$/);
  expect(headTold('weight', null, fr)).toBeNull();
});
