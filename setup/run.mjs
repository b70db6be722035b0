/** The door of every command: plain Node that installs what is missing, then hands over to cli.ts. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const NEEDED = [20, 9];

process.chdir(ROOT);
checkNode();
if (!installed()) install();
await handOver();

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > NEEDED[0] || (major === NEEDED[0] && minor >= NEEDED[1])) return;
  fail(`Jalon needs Node ${NEEDED.join('.')} or newer, and this is ${process.versions.node}: install a newer Node.`);
}

/** Compares the lock with npm's own note of what it installed; packages for other platforms are missing rightly. */
function installed() {
  const note = 'node_modules/.package-lock.json';
  if (!existsSync(note)) return false;
  const wanted = JSON.parse(readFileSync('package-lock.json', 'utf8')).packages;
  const there = JSON.parse(readFileSync(note, 'utf8')).packages;
  const production = process.env.NODE_ENV === 'production';
  return Object.entries(wanted).every(([path, { version, optional, dev, devOptional, peer }]) => {
    if (path === '' || (production && dev)) return true;
    const found = there[path];
    return found ? found.version === version : Boolean(optional || devOptional || peer);
  });
}

function install() {
  console.log('Installing the dependencies, once…');
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
  const npm = process.env.npm_execpath;
  // Development tools are needed by npm test, whatever the environment says.
  const options = { stdio: 'inherit', env: { ...process.env, NODE_ENV: 'development' } };
  const { status, error } = npm
    ? spawnSync(process.execPath, [npm, ...args], options)
    : spawnSync('npm', args, { ...options, shell: process.platform === 'win32' });
  if (error) fail(`npm could not be run (${error.message}): install npm, it comes with Node.`);
  if (status !== 0) fail('npm ci did not succeed (see above): check the network and the registry, then try again.');
}

/** In this same process, so that a signal to it arrives where it is understood. */
async function handOver() {
  const { register } = await import('tsx/esm/api');
  register();
  await import('./cli.ts');
}

function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}
