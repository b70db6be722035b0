/** Builds the workflow code for the sandbox, once per source text: a worker with a ready bundle starts fast and stays small. */
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const FOLDER = join(ROOT, '.jalon', 'bundle');

/** Path of the bundle of the sources as they are; built if it is not there yet. */
export async function workflowBundle(): Promise<{ codePath: string }> {
  const codePath = join(FOLDER, `${await sourceHash()}.js`);
  if (
    await readFile(codePath).then(
      () => true,
      () => false,
    )
  )
    return { codePath };
  // Webpack stays out of the process where the bundle is ready.
  const { bundleWorkflowCode, DefaultLogger } = await import('@temporalio/worker');
  const { code } = await bundleWorkflowCode({
    workflowsPath: join(ROOT, 'workflows', 'index.ts'),
    logger: new DefaultLogger('ERROR'),
  });
  await mkdir(FOLDER, { recursive: true });
  await writeFile(`${codePath}.${process.pid}`, code);
  await rename(`${codePath}.${process.pid}`, codePath);
  return { codePath };
}

async function sourceHash(): Promise<string> {
  const hash = createHash('sha256');
  hash.update(await readFile(join(ROOT, 'package-lock.json')));
  for (const room of ['workflows', 'core']) {
    const names = (await readdir(join(ROOT, room), { recursive: true })).filter(
      (n) => n.endsWith('.ts') && !n.endsWith('.test.ts'),
    );
    for (const name of names.sort()) hash.update(name).update(await readFile(join(ROOT, room, name)));
  }
  return hash.digest('hex').slice(0, 16);
}
