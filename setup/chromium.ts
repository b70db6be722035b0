/** The browser of the tests and of the pictures: Chromium of the system, installed where that is possible. */
import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { Refusal } from '#setup/refusal.ts';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];
const PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** Path of the program. On a Debian where we are root it is installed when missing; elsewhere that is said. */
export function chromiumProgram(say: (line: string) => void): string {
  const there = find();
  if (there) return there;
  if (process.getuid?.() === 0 && spawnSync('apt-get', ['--version']).status === 0) {
    say('Chromium is not here yet: installing it by apt-get, once…');
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    spawnSync('apt-get', ['update', '-q'], { env });
    spawnSync('apt-get', ['install', '-y', '-q', '--no-install-recommends', 'chromium'], { env });
    const installed = find();
    if (installed) return installed;
  }
  throw new Refusal(
    'The browser tests need Chromium: install it (Debian: apt install chromium), or name it in CHROMIUM.',
  );
}

function find(): string | undefined {
  const named = process.env.CHROMIUM?.trim();
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  const all = [
    ...(named ? [named] : []),
    ...folders.flatMap((folder) => NAMES.map((name) => join(folder, name))),
    ...PLACES,
  ];
  return all.find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
