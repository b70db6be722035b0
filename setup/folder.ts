/** The data folder of a running Jalon: one process at a time has it, and leaves a note of what runs from it. */
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { end, runs } from '#setup/process.ts';
import { Refusal } from '#setup/refusal.ts';

/** Kept where only its owner reads it: the URL holds a password. `mark` is text of a process' command line. */
export type Note = { pid: number; databaseUrl: string; started: { mark: string; pid: number }[] };

export type Folder = {
  path: string;
  /** Where its database is, for commands that come while it runs. */
  serves(databaseUrl: string): Promise<void>;
  /** A process that must not outlive us; of the same mark there is one at a time. */
  started(mark: string, pid: number): Promise<void>;
  release(): Promise<void>;
};

export async function takeFolder(path: string): Promise<Folder> {
  // Closed to reading; but where root may not run Postgres, another user must get through to its data.
  await mkdir(path, { recursive: true, mode: 0o711 });
  const earlier = await readNote(path);
  if (earlier && earlier.pid !== process.pid) {
    if (await isOurs(earlier)) {
      throw new Refusal(`Jalon already runs from ${path} (process ${earlier.pid}): stop it first, with Ctrl-C.`);
    }
    // Its owner was killed: what it started may run on, without anybody to stop it.
    for (const { mark, pid } of earlier.started.toReversed()) {
      if (await runs(pid, mark)) await end(pid, FAREWELL);
    }
  }
  let note: Note = { pid: process.pid, databaseUrl: '', started: [] };
  let writing: Promise<void> = Promise.resolve();
  /** One after another, and whole or not at all: whoever comes after a kill must be able to read it. */
  const write = () => {
    writing = writing.then(async () => {
      await writeFile(`${noteFile(path)}.new`, JSON.stringify(note), { mode: 0o600 });
      await rename(`${noteFile(path)}.new`, noteFile(path));
    });
    return writing;
  };
  await write();
  return {
    path,
    serves(databaseUrl) {
      note = { ...note, databaseUrl };
      return write();
    },
    started(mark, pid) {
      note = { ...note, started: [...note.started.filter((other) => other.mark !== mark), { mark, pid }] };
      return write();
    },
    release: () => rm(noteFile(path), { force: true }),
  };
}

const FAREWELL: [NodeJS.Signals, number][] = [
  ['SIGTERM', 20_000],
  ['SIGKILL', 2_000],
];

/** What runs from the folder now; null where nothing does. */
export async function runningFrom(path: string): Promise<Note | null> {
  const note = await readNote(path);
  return note && (await isOurs(note)) ? note : null;
}

function isOurs({ pid }: Note): Promise<boolean> {
  return runs(pid, 'run.mjs');
}

async function readNote(path: string): Promise<Note | null> {
  const text = await readFile(noteFile(path), 'utf8').catch(() => '');
  try {
    const note = JSON.parse(text) as Partial<Note>;
    return { pid: note.pid ?? 0, databaseUrl: note.databaseUrl ?? '', started: note.started ?? [] };
  } catch {
    return null;
  }
}

function noteFile(path: string): string {
  return join(path, 'running.json');
}
