import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { compile } from '#core/compile.ts';
import { readGraph } from '#core/graph.ts';
import { ruleDocument } from '#core/policy/documents.ts';
import { phrases } from '#core/wording/fr-phrases.ts';
import { inWords, type Language, languageAsked, wordingOf } from '#core/wording/index.ts';

const steps = [
  { id: 'in', type: 'entry', data: {} },
  { id: 'a', type: 'contact', label: 'J+7', data: { channel: 'fax', class: 'commercial', content: {} } },
  {
    id: 's',
    type: 'split',
    data: {
      arms: [
        { port: 'a', share: 30 },
        { port: 'b', share: 50 },
      ],
    },
  },
  { id: 'm', type: 'contact', data: { channel: 'email', class: 'commercial', content: { subject: '', html: 'x' } } },
];

function said(language: Language): string[] {
  const read = readGraph({ schema: 1, name: 'G', zone: 'Mars', steps, params: { X: { type: 'days', value: 'x' } } });
  if ('problems' in read) throw new Error('no graph');
  const compiled = compile(read.graph, { language });
  return 'problems' in compiled ? compiled.problems.map((p) => p.message) : [];
}

test('what is wrong with a chain is said in French, with narrow no-break spaces', () => {
  expect(said('fr')).toEqual([
    'zone : fuseau IANA attendu, comme Europe/Paris, reçu Mars.',
    'Paramètre X : nombre entier de jours attendu, reçu "x".',
    'Étape J+7 (a) : canal : email, task attendu, reçu fax.',
    'Étape s : le total des parts doit faire 100, il fait 80.',
    'Étape m : content.subject : à remplir.',
    'Étape in : l’issue « Fait » ne mène nulle part ; la relier, à une fin si rien ne suit.',
    'Étape J+7 (a) : rien ne mène ici depuis le déclencheur ; relier ou supprimer l’étape.',
    'Étape s : rien ne mène ici depuis le déclencheur ; relier ou supprimer l’étape.',
    'Étape m : rien ne mène ici depuis le déclencheur ; relier ou supprimer l’étape.',
  ]);
});

test('both languages find the same problems', () => {
  expect(said('en')).toHaveLength(said('fr').length);
});

test('a rule of the policy is refused in French too', () => {
  const rule = { id: 'Three', kind: 'cap', max: 3 };
  const words = wordingOf('fr');
  const parsed = ruleDocument.safeParse(rule, inWords(words));
  expect(parsed.error?.issues.map((issue) => words.phrase(issue.message))).toContain('nom court en minuscules attendu');
});

test('every phrase that a schema of core has of its own is there in French', () => {
  const core = fileURLToPath(new URL('..', import.meta.url));
  const files = readdirSync(core, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !file.startsWith('wording'),
  );
  const own = files.flatMap((file) =>
    [...readFileSync(join(core, file), 'utf8').matchAll(/'(expected [^']*)'/g)].map(([, phrase]) => phrase!),
  );
  expect(own.length).toBeGreaterThan(10);
  expect(own.filter((phrase) => phrases[phrase] === undefined)).toEqual([]);
});

test('the language is the one the reader prefers among ours', () => {
  expect(['fr-FR,fr;q=0.9,en;q=0.8', 'de, en;q=0.5, fr;q=0.7', 'en', '', null, 'fr;q=0'].map(languageAsked)).toEqual([
    ...['fr', 'fr', 'en', 'en', 'en', 'en'],
  ]);
});
