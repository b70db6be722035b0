/** Looks for owed mails every other second, beside Temporal: somebody sits before a page and waits for their code. */
import { type Loop, startLoop } from '#activities/loop.ts';
import { createOwed, type OwedDeps } from '#activities/owed/send.ts';

export type OwedLoopDeps = OwedDeps & {
  failed(error: Error): void;
  /** Wall ms between two looks. */
  every?: number;
};

export function startOwed({ failed, every = 2_000, ...deps }: OwedLoopDeps): Loop {
  const send = createOwed(deps);
  return startLoop(
    // More may be due than one hand-over takes.
    async () => ((await send()) > 0 ? 0 : every),
    (error) => {
      failed(error);
      return every;
    },
  );
}
