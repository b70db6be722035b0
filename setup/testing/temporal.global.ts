/** One Temporal server in memory for a run of tests. */
import type { TestProject } from 'vitest/node';
import { startTemporal } from '#setup/temporal.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    temporalAddress: string;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const temporal = await startTemporal();
  project.provide('temporalAddress', temporal.address);
  return () => temporal.stop();
}
