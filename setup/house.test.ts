/** The rules of the house that no compiler holds: who may import whom, how large a file may grow, how files are named. */
import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const ROOMS = ['core', 'store', 'activities', 'workflows', 'worker', 'api', 'editor', 'chains', 'setup', 'bench'];
const CAP = 400;

/** Rooms each room may import beside itself and core. Nobody may import editor; worker only who measures it: bench. */
const MAY_IMPORT: Record<string, string[]> = {
  core: [],
  store: [],
  activities: ['store'],
  workflows: [],
  worker: ['store', 'activities', 'workflows'],
  api: ['store'],
  editor: ['api', 'chains'],
  chains: [],
  setup: ['store', 'activities', 'workflows', 'api', 'chains'],
  bench: ['store', 'activities', 'workflows', 'worker', 'api', 'chains', 'setup'],
};

/** Files that wire what their room otherwise does not know. */
const WIRING: Record<string, string[]> = { 'api/deps.ts': ['activities/signal.ts'] };

/** What core may use from npm: pure libraries only. */
const CORE_PACKAGES = ['zod', 'luxon', 'date-holidays', 'liquidjs'];

type File = { path: string; room: string; text: string; isTest: boolean };

const files: File[] = ROOMS.flatMap((room) => sources(join(ROOT, room))).map((path) => {
  const short = relative(ROOT, path).replaceAll('\\', '/');
  return {
    path: short,
    room: short.split('/')[0]!,
    text: readFileSync(path, 'utf8'),
    isTest: /\.test\.tsx?$|\/testing\//.test(short),
  };
});

function sources(folder: string): string[] {
  let entries: ReturnType<typeof list>;
  try {
    entries = list(folder);
  } catch {
    return [];
  }
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return ['node_modules', '.next'].includes(entry.name) ? [] : sources(path);
    return /\.(tsx?|mjs|css|sql)$/.test(entry.name) && entry.name !== 'next-env.d.ts' ? [path] : [];
  });
}

function list(folder: string) {
  return readdirSync(folder, { withFileTypes: true });
}

function imports(text: string): string[] {
  const found = text.matchAll(
    /(?:^|\n)\s*(?:import|export)\b[^'";]*?from\s*['"]([^'"]+)['"]|import\s*\(?\s*['"]([^'"]+)['"]/g,
  );
  return [...found].map((match) => (match[1] ?? match[2])!);
}

test('the rooms are there to be read', () => {
  expect(files.filter((file) => !file.isTest).length).toBeGreaterThan(20);
});

test('imports go by subpath with extension, in the allowed directions', () => {
  const faults = files.flatMap((file) => imports(file.text).flatMap((name) => fault(file, name)));
  expect(faults).toEqual([]);
});

function fault(file: File, name: string): string[] {
  // Data beside the code that reads it; and run.mjs runs before there is anything to map names.
  if (/^\.\/\w+\.json$/.test(name) || file.path === 'setup/run.mjs') return [];
  if (/^\.\.?\//.test(name)) return [`${file.path} imports ${name}: write it as #room/file.ts`];
  const inner = /^#([^/]+)\/(.+)$/.exec(name);
  if (!inner) return foreign(file, name);
  const [, room, path] = inner;
  if (!/\.(tsx?|json|css)$/.test(path!)) return [`${file.path} imports ${name}: name the extension`];
  if (room === file.room || room === 'core') return [];
  if (MAY_IMPORT[file.room]?.includes(room!)) return [];
  if (WIRING[file.path]?.includes(`${room}/${path}`)) return [];
  // Tests may have a database or server of their own, and whatever they need to see the whole; core stays pure in tests too.
  if (file.isTest && room !== 'editor' && file.room !== 'core') return [];
  if (file.isTest && room === 'chains') return [];
  return [`${file.path} imports ${name}: ${file.room} may import core ${(MAY_IMPORT[file.room] ?? []).join(', ')}`];
}

function foreign(file: File, name: string): string[] {
  const pure = file.room === 'core' || file.room === 'workflows';
  if (!pure || file.isTest) return [];
  const isNode = name.startsWith('node:') || builtinModules.includes(name);
  if (file.room === 'workflows') {
    const allowed = name === '@temporalio/workflow' || name === '@temporalio/common';
    return allowed ? [] : [`${file.path} imports ${name}: a workflow has @temporalio/workflow only`];
  }
  const known = CORE_PACKAGES.some((allowed) => name === allowed || name.startsWith(`${allowed}/`));
  return isNode || !known ? [`${file.path} imports ${name}: core may use ${CORE_PACKAGES.join(', ')} only`] : [];
}

test('core reads no wall clock and draws no chance', () => {
  // Workflows may: Temporal gives them a clock and a chance that replay.
  const impure = /\bDate\.now\(|\bMath\.random\(|\bnew Date\(\)|\bprocess\.env\b|DateTime\.(now|local|utc)\(\)/;
  const faults = files.filter((file) => !file.isTest && file.room === 'core' && impure.test(code(file.text)));
  expect(faults.map((file) => file.path)).toEqual([]);
});

/** Without its comments. */
function code(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/\/\/.*$/gm, '');
}

test(`no source file is longer than ${CAP} lines`, () => {
  const lines = (file: File) => file.text.split('\n').length - 1;
  const long = files.filter((file) => !file.isTest && !file.path.endsWith('.sql') && lines(file) > CAP);
  expect(long.map((file) => `${file.path} has ${lines(file)} lines`)).toEqual([]);
});

test('files are named for what they hold', () => {
  const drawers = /(^|\/)(utils?|helpers?|common|types|misc|shared)(\.|\/)/;
  expect(files.map((file) => file.path).filter((path) => drawers.test(path))).toEqual([]);
  const odd = files.map((file) => file.path).filter((path) => path.endsWith('.ts') && !/^[a-z0-9/._-]+$/.test(path));
  expect(odd).toEqual([]);
});

test('a source file says first what it is for', () => {
  const silent = files.filter(
    (file) => !file.isTest && /\.(ts|mjs)$/.test(file.path) && !/^(#!.*\n)?\/\*\*/.test(file.text),
  );
  expect(silent.map((file) => file.path)).toEqual([]);
});
