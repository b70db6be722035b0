/** One command checks everything: types of all rooms, lint and format, all tests; its last line counts. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from '#setup/part.ts';
import { Refusal } from '#setup/refusal.ts';

const REPORT = join(ROOT, '.jalon', 'test', 'report.json');

const STEPS: { name: string; tool: string; args: string[] }[] = [
  { name: 'types', tool: 'tsc', args: ['-p', 'tsconfig.json'] },
  { name: 'types of core, without Node', tool: 'tsc', args: ['-p', 'core/tsconfig.json'] },
  { name: 'types of workflows, without Node', tool: 'tsc', args: ['-p', 'workflows/tsconfig.json'] },
  { name: 'types of the editor', tool: 'tsc', args: ['-p', 'editor/tsconfig.json'] },
  { name: 'lint and format', tool: 'biome', args: ['check', '--error-on-warnings'] },
];

/** `args` go to vitest: a path or a name to run part of the tests. */
export async function check(args: readonly string[]): Promise<number> {
  let failed = 0;
  for (const { name, tool, args: options } of STEPS) {
    const good = run(tool, options);
    console.log(`${good ? 'ok    ' : 'FAILED'} ${name}`);
    if (!good) failed += 1;
  }
  await mkdir(join(REPORT, '..'), { recursive: true });
  await rm(REPORT, { force: true });
  const good = run('vitest', ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${REPORT}`, ...args]);
  const tests = countTests(await readFile(REPORT, 'utf8').catch(() => null));
  failed += tests.failed;
  // Errors outside any test fail the run without failing a test.
  if (!good && tests.failed === 0) failed += 1;
  console.log(`${tests.passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

function run(tool: string, args: string[]): boolean {
  const path = join(ROOT, 'node_modules', '.bin', process.platform === 'win32' ? `${tool}.cmd` : tool);
  if (!existsSync(path)) throw new Refusal(`${tool} is missing from node_modules: run npm ci.`);
  const { status, error } = spawnSync(path, args, {
    cwd: ROOT,
    stdio: 'inherit',
    shell: process.platform === 'win32',
    env: { ...process.env, NODE_ENV: 'test' },
  });
  if (error) throw new Refusal(`${tool} could not be run: ${error.message}`);
  return status === 0;
}

type Report = {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  testResults: { status: string; assertionResults: unknown[] }[];
};

/** A test that does not run counts as failed: none is skipped here; so does a file that could not be loaded. */
export function countTests(report: string | null): { passed: number; failed: number } {
  if (report === null) return { passed: 0, failed: 1 };
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = JSON.parse(report) as Report;
  const unloaded = testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  );
  const failed = numFailedTests + numPendingTests + (numTodoTests ?? 0) + unloaded.length;
  return { passed: numPassedTests, failed: numPassedTests + failed === 0 ? 1 : failed };
}
