import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { type Refusal, refuse } from '#api/problem.ts';
import { refusalIn } from '#core/wording/refusals.ts';

const API = fileURLToPath(new URL('.', import.meta.url));
/** What only programs call: shops send events and consents, other systems book contacts. */
const PROGRAMS =
  /^(segment|consentlines|ip|shape|json|app|failure|conventions|endpoint|choices)\.ts$|routes\/(intake|elsewhere|reserve|consentfile|giving|offeranswers|unsubscribe|confirm)\.ts$/;

/** What a refusal says, as it is written in the source; what is put in stands as `x`. */
function written(): string[] {
  const files = readdirSync(API, { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => file.endsWith('.ts') && !/test\.ts$|^testing\//.test(file) && !PROGRAMS.test(file));
  return files.flatMap((file) => {
    const text = readFileSync(join(API, file), 'utf8');
    const found = text.matchAll(/refuse\(\s*\d+,\s*(?:'[^']*'|`[^`]*`),\s*('(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`)/g);
    return [...found].map(([, quoted]) =>
      quoted!
        .slice(1, -1)
        .replaceAll("\\'", "'")
        .replaceAll(/\$\{[^}]*\}/g, 'x'),
    );
  });
}

test('whatever the editor may be refused is said in French', () => {
  // One that is put together of parts is not read whole here.
  const whole = (message: string) => !message.includes('${') && !message.startsWith('x;');
  const all = written().filter(whole);
  expect(all.length).toBeGreaterThan(50);
  expect(all.filter((message) => refusalIn('fr', message) === message)).toEqual([]);
});

test('a refusal names in French what it names in English', async () => {
  const said = async (refused: Refusal) =>
    ((await refused.respond('fr').json()) as { problems: { message: string }[] }).problems[0]!.message;
  expect(await said(refuse(404, 'not_found', 'There is no offer spring-10.', 'offer'))).toBe(
    'L’offre spring-10 n’existe pas.',
  );
  expect(await said(refuse(409, 'answered', 'The request was approved already.'))).toBe(
    'La demande a déjà reçu une réponse\u202f: approuvée.',
  );
  expect(await said(refuse(418 as 400, 'x', 'Nobody has put this into French.'))).toBe(
    'Nobody has put this into French.',
  );
  const english = refuse(404, 'not_found', 'There is no such chain.', 'id').respond();
  expect(await english.json()).toMatchObject({ problems: [{ message: 'There is no such chain.' }] });
});
