/** The worker's own small server: /livez, /readyz, /metrics. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { RunningWorker } from '#worker/run.ts';

export type Health = { port: number; close(): Promise<void> };

export async function serveHealth(
  worker: RunningWorker,
  { host, port, ready }: { host: string; port: number; ready(): Promise<boolean> },
): Promise<Health> {
  const server = createServer(async (request, response) => {
    const say = (status: number, body: string, type = 'text/plain; charset=utf-8') => {
      response.writeHead(status, { 'content-type': type });
      response.end(body);
    };
    switch (request.url) {
      case '/livez':
        return say(200, 'alive\n');
      case '/readyz': {
        const fit = worker.running() && (await ready().catch(() => false));
        return say(fit ? 200 : 503, fit ? 'ready\n' : 'not ready\n');
      }
      case '/metrics':
        return say(200, await worker.metrics.registry.metrics(), worker.metrics.registry.contentType);
      default:
        return say(404, 'not here: /livez, /readyz, /metrics\n');
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
