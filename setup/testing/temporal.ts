/** Where the run's Temporal server is, and a server of a test's own for what must be stopped or lost. */
import { inject } from 'vitest';

export { startTemporal, type Temporal } from '#setup/temporal.ts';

export function temporalAddress(): string {
  return inject('temporalAddress');
}
