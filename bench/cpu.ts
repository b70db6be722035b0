/** CPU seconds of processes, with all their children, as Linux counts them; elsewhere unknown (null). */
import { readdir, readFile } from 'node:fs/promises';

/** Linux has told user space 100 ticks a second on every machine for decades. */
const TICKS = 100;

type Stat = { pid: number; parent: number; ticks: number };

/** For each root the seconds its tree has used so far; children that ended are in their parent's count. */
export async function cpuOf(roots: readonly number[]): Promise<(number | null)[]> {
  const stats = await readStats();
  if (stats === null) return roots.map(() => null);
  const children = new Map<number, Stat[]>();
  for (const stat of stats) children.set(stat.parent, [...(children.get(stat.parent) ?? []), stat]);
  const byPid = new Map(stats.map((s) => [s.pid, s]));
  const total = (stat: Stat): number =>
    (children.get(stat.pid) ?? []).reduce((sum, child) => sum + total(child), stat.ticks);
  return roots.map((root) => {
    const stat = byPid.get(root);
    return stat ? total(stat) / TICKS : null;
  });
}

/** CPU seconds the whole machine has been busy, all processes together. */
export async function machineBusy(): Promise<number | null> {
  const text = await readFile('/proc/stat', 'utf8').catch(() => null);
  const fields = /^cpu +(.*)$/m
    .exec(text ?? '')?.[1]
    ?.split(' ')
    .map(Number);
  if (!fields) return null;
  const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0, steal = 0] = fields;
  return (user + nice + system + irq + softirq + steal) / TICKS;
}

async function readStats(): Promise<Stat[] | null> {
  const names = await readdir('/proc').catch(() => null);
  if (names === null || process.platform !== 'linux') return null;
  const pids = names.filter((name) => /^\d+$/.test(name));
  const stats = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null)));
  return stats.flatMap((text) => {
    if (text === null) return [];
    // The name stands in brackets and may hold anything; what follows is numbers.
    const rest = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const ticks = [11, 12, 13, 14].reduce((sum, at) => sum + Number(rest[at]), 0);
    return [{ pid: Number.parseInt(text, 10), parent: Number(rest[1]), ticks }];
  });
}
