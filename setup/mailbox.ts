/** The mails a catcher has caught: the last few thousand, as files of a folder, so that a restart keeps them. */
import { appendFile, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';

export type Caught = {
  id: number;
  from: string;
  to: string[];
  subject: string;
  messageId: string;
  /** As the mail says, ISO 8601: on a fast clock another time than the wall's. */
  date: string | null;
  /** Wall ms. */
  caughtAt: number;
  size: number;
};

export type Mailbox = {
  add(raw: Buffer, envelope: { from: string; to: string[] }): Promise<Caught>;
  /** Newest first, those before the id only. */
  list(page: { before?: number | undefined; limit: number }): Caught[];
  get(id: number): Caught | undefined;
  raw(id: number): Promise<Buffer | undefined>;
  /** Of those kept. */
  count(): number;
  /** Of all there ever were. */
  total(): number;
};

export async function openMailbox(folder: string, keep = 5_000): Promise<Mailbox> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const index = join(folder, 'index.jsonl');
  const file = (id: number) => join(folder, `${id}.eml`);
  let mails = await readIndex(index);
  let next = (mails.at(-1)?.id ?? 0) + 1;
  await compact();

  /** Writes the index anew with what is kept, and takes away the files of what is not. */
  async function compact(): Promise<void> {
    mails = mails.slice(-keep);
    const kept = new Set(mails.map(({ id }) => `${id}.eml`));
    const names = (await readdir(folder)).filter((name) => name.endsWith('.eml') && !kept.has(name));
    // A file whose line was never written belongs to a mail that was never accepted; later ones may be arriving.
    const old = names.filter((name) => Number.parseInt(name, 10) < next);
    await Promise.all(old.map((name) => rm(join(folder, name), { force: true })));
    await writeFile(`${index}.new`, mails.map((mail) => `${JSON.stringify(mail)}\n`).join(''));
    await rename(`${index}.new`, index);
  }

  let writing: Promise<void> = Promise.resolve();

  return {
    async add(raw, envelope) {
      const parsed = await simpleParser(raw, { skipHtmlToText: true, skipTextToHtml: true, skipImageLinks: true });
      const mail: Caught = {
        id: next,
        from: parsed.from?.text ?? envelope.from,
        to: envelope.to,
        subject: parsed.subject ?? '',
        messageId: parsed.messageId ?? '',
        date: parsed.date?.toISOString() ?? null,
        caughtAt: Date.now(),
        size: raw.length,
      };
      next += 1;
      await writeFile(file(mail.id), raw);
      // One after another, so that lines stand in the order of ids.
      writing = writing.then(async () => {
        mails.push(mail);
        if (mails.length >= keep * 1.2) await compact();
        else await appendFile(index, `${JSON.stringify(mail)}\n`);
      });
      await writing;
      return mail;
    },
    list({ before, limit }) {
      const end = before === undefined ? mails.length : lowerBound(mails, before);
      return mails.slice(Math.max(0, end - limit, mails.length - keep), end).reverse();
    },
    get(id) {
      const mail = mails[lowerBound(mails, id)];
      return mail?.id === id ? mail : undefined;
    },
    raw: (id) => readFile(file(id)).catch(() => undefined),
    count: () => Math.min(keep, mails.length),
    total: () => next - 1,
  };
}

/** The first place whose id is not below. */
function lowerBound(mails: readonly Caught[], id: number): number {
  let [low, high] = [0, mails.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (mails[middle]!.id < id) low = middle + 1;
    else high = middle;
  }
  return low;
}

async function readIndex(index: string): Promise<Caught[]> {
  const text = await readFile(index, 'utf8').catch(() => '');
  return text.split('\n').flatMap((line) => {
    try {
      return [JSON.parse(line) as Caught];
    } catch {
      // The last line of a process that was killed may be cut off.
      return [];
    }
  });
}
