/** The editor: built once for what lies in the checkout, then served by the API's process under the same address. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Pages } from '#api/main.ts';
import { ROOT } from '#setup/part.ts';
import { Refusal } from '#setup/refusal.ts';

const FOLDER = join(ROOT, 'editor');
const MARK = join(FOLDER, '.next', 'built-from');
/** What ends up in the pages. */
const SOURCES = ['editor', 'core', 'chains', 'api/access.ts', 'package-lock.json'];

/** Builds where what is built is not of these sources; says so, for it takes a while. */
export async function buildEditor(say: (line: string) => void): Promise<void> {
  const sources = await digest();
  if ((await builtFrom()) === sources) return;
  say('The editor is being built, once (about a minute)…');
  const { code, words } = await run(['build', FOLDER]);
  if (code !== 0) throw new Refusal(`The editor could not be built:\n${words.trim().slice(-4_000)}`);
  await writeFile(MARK, sources);
}

/** The pages, ready to answer; refuses where they were not built. */
export async function editorPages(): Promise<Pages> {
  if ((await builtFrom()) === null) {
    throw new Refusal('The editor is not built: run npm run build, or set WEB_EDITOR=off to serve the API alone.');
  }
  const app = next()({ dev: false, dir: FOLDER, quiet: true });
  await app.prepare();
  const answer = app.getRequestHandler();
  return { answer: (request, response) => void answer(request, response), close: () => app.close() };
}

type Next = (options: { dev: boolean; dir: string; quiet: boolean }) => {
  prepare(): Promise<void>;
  getRequestHandler(): (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  close(): Promise<void>;
};

/** Without Next's types, which change those of the environment for the whole house. */
function next(): Next {
  return createRequire(import.meta.url)('next');
}

async function builtFrom(): Promise<string | null> {
  return readFile(MARK, 'utf8').catch(() => null);
}

async function digest(): Promise<string> {
  const hash = createHash('sha256');
  for (const source of SOURCES) {
    for (const file of await filesOf(source))
      hash
        .update(file)
        .update('\0')
        .update(await readFile(join(ROOT, file)));
  }
  return hash.digest('hex');
}

async function filesOf(path: string): Promise<string[]> {
  const entries = await readdir(join(ROOT, path), { withFileTypes: true }).catch(() => null);
  if (entries === null) return [path];
  const inner = entries
    .filter(({ name }) => name !== '.next' && name !== 'next-env.d.ts' && !/\.test\.tsx?$/.test(name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map((entry) => (entry.isDirectory() ? filesOf(`${path}/${entry.name}`) : [`${path}/${entry.name}`]));
  return (await Promise.all(inner)).flat();
}

function run(args: string[]): Promise<{ code: number | null; words: string }> {
  const program = join(ROOT, 'node_modules', 'next', 'dist', 'bin', 'next');
  const child = spawn(process.execPath, [program, ...args], {
    cwd: ROOT,
    env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let words = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (words += String(chunk)));
  return new Promise((resolve, reject) => {
    child.once('error', (cause) => reject(new Refusal(`The editor could not be built: ${cause.message}`)));
    child.once('exit', (code) => resolve({ code, words }));
  });
}
