import { expect, test } from 'vitest';
import { ruleDocument } from '#core/policy/documents.ts';
import { DEFAULT_POLICY } from '#core/policy/index.ts';
import { addRule, changeWord, differences, NEW } from '#editor/policy/draft.ts';
import { saidOf, sentenceOf } from '#editor/policy/sentence.ts';

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

test('every kind of rule reads as a sentence, and each of its words names a place in the document', () => {
  for (const rule of [...DEFAULT_POLICY.rules, ...Object.values(NEW)])
    for (const lang of ['en', 'fr'] as const) {
      const parts = sentenceOf(rule, lang);
      expect(parts.some((part) => part.at !== undefined)).toBe(true);
      expect(parts.every((part) => part.text !== '')).toBe(true);
    }
  expect(saidOf(NEW.hours!, 'fr')).toBe(
    'téléphone et SMS\u202f: seulement de 08:00 à 20:00, tous les jours, jours fériés compris, à l’heure du client.',
  );
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
