/** What the browser tests measure of the editor goes into bench/editor.json, each test its own figures. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from '#setup/part.ts';

const FILE = join(ROOT, 'bench', 'editor.json');

export async function recordFigures(figures: Record<string, number>): Promise<void> {
  const before = JSON.parse(await readFile(FILE, 'utf8').catch(() => '{}')) as Record<string, number>;
  const all = Object.entries({ ...before, ...figures }).sort(([a], [b]) => (a < b ? -1 : 1));
  await writeFile(FILE, `${JSON.stringify(Object.fromEntries(all), null, 2)}\n`);
}
