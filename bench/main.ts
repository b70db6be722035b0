/**
 * The benchmark: one run on one machine, one table, and bench/latest.json.
 *   npm run bench [-- --quick] [-- --only floors,plain,engine,intake,latency,growth,spread,policy,editor,kill]
 */
import { writeFile } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { figures, reached } from '#bench/figures.ts';
import { type Found, sections } from '#bench/sections.ts';
import { tables } from '#bench/table.ts';
import { ROOT } from '#setup/part.ts';
import { workflowBundle } from '#worker/bundle.ts';

/** Figures of the contact policy; they have a file of their own. */
const POLICY = ['judge_500x10_ms', 'why_ms', 'withdrawal_to_silence_ms', 'what_if_1m_s', 'what_if_rss_mb'];

const quick = process.argv.includes('--quick');
const all = sections(quick);
const only = wanted(process.argv);
const chosen = all.filter((s) => only === null || only.includes(s.name));
const began = new Date();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

// Built here, so that no worker has webpack in its memory.
await workflowBundle();
const found: Found = { throughput: [] };
for (const section of chosen) {
  const start = performance.now();
  process.stderr.write(`${section.name}… `);
  await section.measure(found);
  process.stderr.write(`${Math.round((performance.now() - start) / 1_000)} s\n`);
}

const [cpu] = cpus();
const machine = {
  cores: cpus().length,
  cpu: cpu?.model.trim() ?? 'unknown',
  memoryGb: Math.round(totalmem() / 2 ** 30),
  node: process.versions.node,
  platform: `${process.platform} ${process.arch}`,
  at: began.toISOString(),
  minutes: Math.round((Date.now() - began.getTime()) / 6_000) / 10,
};
const measured = figures(found);
console.log(`\n${tables(found, measured)}\n`);
console.log(
  `${machine.cores} cores (${machine.cpu}), ${machine.memoryGb} GB, Node ${machine.node}, ${machine.at.slice(0, 10)}, ${machine.minutes} min${quick ? ', quick' : ''}`,
);
if (found.judging && !quick) {
  const policy = measured.filter(({ key }) => POLICY.includes(key));
  const numbers = Object.fromEntries(policy.map(({ key, value }) => [key, rounded(value)]));
  await writeFile(
    join(ROOT, 'bench', 'policy.json'),
    `${JSON.stringify({ ...numbers, machine, rows: { judging: found.judging, withdrawal: found.withdrawal, whatIf: found.whatIf } }, null, 2)}\n`,
  );
}
if (found.editor && !quick) {
  const reads = measured.filter(({ key }) => key.startsWith('editor_'));
  const numbers = Object.fromEntries(reads.map(({ key, value }) => [key, rounded(value)]));
  await writeFile(
    join(ROOT, 'bench', 'reads.json'),
    `${JSON.stringify({ ...numbers, machine, ...found.editor }, null, 2)}\n`,
  );
}
// A part of a run would leave holes in the file that others read.
if (only === null && !quick) {
  const numbers = Object.fromEntries(measured.map(({ key, value }) => [key, rounded(value)]));
  const file = join(ROOT, 'bench', 'latest.json');
  await writeFile(file, `${JSON.stringify({ ...numbers, machine, rows: found }, null, 2)}\n`);
}
const missed = measured.filter((f) => reached(f) === false);
if (missed.length > 0) console.log(`Missed: ${missed.map((f) => f.key).join(', ')}.`);
process.exit(0);

function wanted(argv: readonly string[]): string[] | null {
  const at = argv.indexOf('--only');
  if (at < 0) return null;
  const names = (argv[at + 1] ?? '').split(',');
  const known = all.map((s) => s.name);
  const strange = names.filter((name) => !known.includes(name));
  if (strange.length > 0) {
    console.error(`--only ${strange.join(',')}: there is no such part; parts: ${known.join(', ')}.`);
    process.exit(1);
  }
  return names;
}

function rounded(value: number | null): number | null {
  return value === null ? null : Number(value.toPrecision(4));
}
