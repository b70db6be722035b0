/** The worker and the API of a running Jalon, each a process of its own, so that a crash of one shows and spares the other. */
import { join } from 'node:path';
import type { Config, Environment } from '#core/config.ts';
import type { Folder } from '#setup/folder.ts';
import { type Part, startProgram } from '#setup/part.ts';
import { end, freePort, lastLines, pause } from '#setup/process.ts';
import { Refusal } from '#setup/refusal.ts';

export type Programs = {
  folder: Folder;
  /** With everything the embedded parts added. */
  complete: Environment;
  config: Config;
  keep: (part: 'worker' | 'api', start: () => Promise<Part>) => Promise<unknown>;
};

/** Worker and API, each a process of its own; answers the API's address when both are ready. */
export async function startPrograms({ folder, complete, config, keep }: Programs): Promise<string> {
  const metricsPort = config.metricsPort || (await freePort());
  const env = { ...process.env, ...complete, METRICS_PORT: String(metricsPort) };

  const program = (name: string, file: string, ready: string) => async () => {
    const logFile = join(folder.path, `${name}.log`);
    const part = await startProgram({ file, env, logFile, patience: 30_000 });
    await folder.started(file, part.pid);
    await untilReady(part, name, ready, logFile);
    return part;
  };
  const { host, port } = config.http;
  const local = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  const apiUrl = `http://${local}:${port}`;
  const started = await Promise.allSettled([
    keep('worker', program('worker', 'worker/main.ts', `http://${local}:${metricsPort}/readyz`)),
    keep('api', program('api', 'setup/serve.ts', `${apiUrl}/readyz`)),
  ]);
  for (const result of started) if (result.status === 'rejected') throw result.reason;
  return apiUrl;
}

async function untilReady(part: Part, name: string, url: string, logFile: string): Promise<void> {
  let gone = false;
  void part.gone.then(() => {
    gone = true;
  });
  for (const limit = performance.now() + 60_000; performance.now() < limit; await pause(100)) {
    if (gone) break;
    const ready = await fetch(url, { signal: AbortSignal.timeout(2_000) }).then(
      (answer) => answer.ok,
      () => false,
    );
    if (ready) return;
  }
  const why = gone ? 'ended at once' : 'was not ready within a minute';
  if (!gone) await end(part.pid, [['SIGKILL', 2_000]]);
  throw new Refusal(`The ${name} ${why}. Its last words (${logFile}): ${await lastLines(logFile)}`);
}
