/** `npm run recover [-- --adopt] [--demo]`: brings up what is embedded, without worker and API, and rebuilds the cohorts. */
import { demoPlace } from '#setup/demo.ts';
import { runInFront } from '#setup/part.ts';
import { bringUp } from '#setup/stack.ts';
import { startPlace } from '#setup/start.ts';

export async function recover(args: readonly string[]): Promise<number> {
  const { folder, env } = args.includes('--demo') ? demoPlace() : startPlace();
  const stack = await bringUp({ folder, env, say: console.log, programs: false });
  try {
    const others = args.filter((arg) => arg !== '--demo');
    return await runInFront('worker/recover.ts', others, { ...env, ...stack.env, METRICS_PORT: '0' });
  } finally {
    await stack.stop();
  }
}
