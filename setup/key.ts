/** `npm run key -- --name shop --scopes events:write`: makes an API key and shows it once. */
import { parseArgs } from 'node:util';
import { SCOPES } from '#api/access.ts';
import { withDatabase } from '#setup/database.ts';
import { Refusal } from '#setup/refusal.ts';
import { startPlace } from '#setup/start.ts';
import { createKey } from '#store/keys.ts';

const USAGE = `npm run key -- --name shop --scopes events:write [--origins https://shop.example]
Scopes: ${SCOPES.join(', ')}.`;

export async function key(args: readonly string[]): Promise<number> {
  const { name, scopes, origins } = readArguments(args);
  const token = await withDatabase(
    startPlace(),
    async ({ db }) => (await createKey(db, Date.now(), { name, scopes, origins })).token,
  );
  console.log(`The API key "${name}" (${scopes.join(', ')}), shown this once:\n  ${token}`);
  return 0;
}

function readArguments(args: readonly string[]): { name: string; scopes: string[]; origins: string[] } {
  const options = { name: { type: 'string' }, scopes: { type: 'string' }, origins: { type: 'string' } } as const;
  let values: { name?: string; scopes?: string; origins?: string };
  try {
    ({ values } = parseArgs({ args: [...args], options }));
  } catch (cause) {
    throw new Refusal(`${(cause as Error).message}\n${USAGE}`);
  }
  const list = (text = '') =>
    text
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean);
  const scopes = list(values.scopes);
  if (!values.name) throw new Refusal(`A key needs a name.\n${USAGE}`);
  if (scopes.length === 0) throw new Refusal(`A key needs scopes.\n${USAGE}`);
  const unknown = scopes.filter((scope) => !SCOPES.some((known) => known === scope));
  if (unknown.length > 0) throw new Refusal(`There is no scope ${unknown.join(', ')}.\n${USAGE}`);
  return { name: values.name, scopes, origins: list(values.origins) };
}
