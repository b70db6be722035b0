/** The sink as a process of its own, so that what is measured is the sender. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export type SinkProcess = {
  url: string;
  control: string;
  count(): Promise<number>;
  /** CPU seconds it has used so far. */
  cpu(): Promise<number>;
  reset(): Promise<void>;
  stop(): Promise<void>;
};

export async function spawnSink({ keep = 1 }: { keep?: number } = {}): Promise<SinkProcess> {
  const script = fileURLToPath(new URL('../setup/testing/sink.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', script, '--keep', String(keep)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const { url, control } = await new Promise<{ url: string; control: string }>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`the sink ended with ${code} before it was ready`)));
    child.stdout.once('data', (line) => resolve(JSON.parse(String(line))));
  });
  const state = async () => (await (await fetch(`${control}/count`)).json()) as { count: number; cpu: NodeJS.CpuUsage };
  return {
    url,
    control,
    count: async () => (await state()).count,
    async cpu() {
      const { cpu } = await state();
      return (cpu.user + cpu.system) / 1e6;
    },
    async reset() {
      await fetch(`${control}/reset`, { method: 'POST' });
    },
    async stop() {
      child.kill('SIGTERM');
      await exited;
    },
  };
}
