/** Getting the Temporal server's program: there already, downloaded, or built; what takes time is said. */
import { spawn, spawnSync } from 'node:child_process';
import { access, constants, mkdir, readdir, rm, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { end, pause } from '#setup/process.ts';
import { Refusal } from '#setup/refusal.ts';

/** The newest version that `go install` can build. */
const GO_PACKAGE = 'github.com/temporalio/cli/cmd/temporal@v1.5.1';
/** A download that does not move for so long is given up. */
const SILENCE = 20_000;

type Say = (line: string) => void;

export function cacheFolder(): string {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'jalon', 'bin');
}

export async function temporalProgram(say: Say): Promise<string> {
  const cache = cacheFolder();
  const there = (await onPath('temporal')) ?? (await inCache(cache));
  if (there) return there;
  await mkdir(cache, { recursive: true });

  say('The Temporal server is not here yet: downloading it, once…');
  await download(cache);
  const downloaded = await inCache(cache);
  if (downloaded) return downloaded;

  if (await onPath('go')) {
    say('The download did not work: building the Temporal server with Go instead, once (about 4 minutes)…');
    await build(cache, say);
    const built = await inCache(cache);
    if (built) return built;
  }
  throw new Refusal(
    `The Temporal server could be neither downloaded nor built: put the program "temporal" (Temporal CLI) on the PATH or into ${cache}, or set TEMPORAL_ADDRESS to a server of your own.`,
  );
}

async function onPath(name: string): Promise<string | undefined> {
  for (const folder of (process.env.PATH ?? '').split(delimiter).filter(Boolean)) {
    const path = join(folder, process.platform === 'win32' ? `${name}.exe` : name);
    if (await isProgram(path)) return path;
  }
  return undefined;
}

/** Ours is named `temporal`; the SDK names its own `temporal-sdk-typescript-<version>`. */
async function inCache(cache: string): Promise<string | undefined> {
  const names = (await readdir(cache).catch(() => [])).filter((name) => /^temporal(-sdk-.*|\.exe)?$/.test(name)).sort();
  for (const name of names) {
    const path = join(cache, name);
    if ((await isProgram(path)) && spawnSync(path, ['--version']).status === 0) return path;
  }
  return undefined;
}

async function isProgram(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}

/** The SDK's own download cannot be called off, so it runs in a process that can be ended. */
async function download(cache: string): Promise<void> {
  const script = `
    const { TestWorkflowEnvironment } = await import('@temporalio/testing');
    const server = { executable: { type: 'cached-download', downloadDir: ${JSON.stringify(cache)} } };
    const environment = await TestWorkflowEnvironment.createLocal({ server });
    await environment.teardown();
    process.exit(0);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    cwd: new URL('..', import.meta.url),
    stdio: 'ignore',
  });
  let over = false;
  child.once('exit', () => {
    over = true;
  });
  let size = 0;
  let moved = performance.now();
  while (!over && performance.now() - moved < SILENCE) {
    await pause(200);
    const now = await sizeOf(cache);
    if (now !== size) moved = performance.now();
    size = now;
  }
  if (over) return;
  await end(child.pid!, [['SIGKILL', 2_000]]);
  // Its unfinished file would keep a later download waiting.
  for (const name of await readdir(cache)) {
    if (name.startsWith('temporal-') && !(await isProgram(join(cache, name)))) await rm(join(cache, name));
  }
}

async function sizeOf(folder: string): Promise<number> {
  const sizes = (await readdir(folder)).map((name) =>
    stat(join(folder, name)).then(
      (s) => s.size,
      () => 0,
    ),
  );
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

async function build(cache: string, say: Say): Promise<void> {
  const child = spawn('go', ['install', GO_PACKAGE], {
    env: { ...process.env, GOBIN: cache },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => {
    complaint = (complaint + chunk.toString()).slice(-500);
  });
  const begun = performance.now();
  const news = setInterval(() => {
    say(`…still building the Temporal server (${Math.round((performance.now() - begun) / 1000)} s)`);
  }, 30_000);
  const status = await new Promise<number | null>((resolve) => {
    child.once('exit', resolve);
    child.once('error', () => resolve(1));
  });
  clearInterval(news);
  if (status !== 0) say(`Building the Temporal server failed: ${complaint.trim().split('\n').at(-1)}`);
}
