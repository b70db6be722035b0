/** For whoever watches the process: alive is that it answers, ready is that it can serve. */
import { answer } from '#api/answer.ts';
import type { Api } from '#api/endpoint.ts';

export function healthRoutes({ app, deps }: Api): void {
  app.get('/livez', () => answer({ status: 'ok' }));
  app.get('/readyz', async () => {
    const ready = await deps.ready().catch(() => false);
    return answer({ status: ready ? 'ok' : 'not_ready' }, { status: ready ? 200 : 503 });
  });
}
