/** Serves the API over HTTP, and the editor's pages beside it; stops without cutting anybody off. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { createApi } from '#api/app.ts';
import type { ApiDeps } from '#api/deps.ts';

/** Whatever the API does not answer itself. */
export type Pages = {
  answer(request: IncomingMessage, response: ServerResponse): void;
  close(): Promise<void>;
};

export type RunningApi = {
  url: string;
  /** No new connections; requests under way are answered, then signals still on their way leave. */
  stop(): Promise<void>;
};

/** Wall ms a request under way may take before the stop cuts it off. */
const PATIENCE = 10_000;

/** Addresses of the API; all others are the editor's, where there is one. */
const OURS = /^\/(v1|u|p|c|i)\/|^\/(docs|livez|readyz)\/?(\?|$)/;

export type ApiPlace = { host: string; port: number; pages?: Pages | null };

export async function startApi(deps: ApiDeps, { host, port, pages = null }: ApiPlace): Promise<RunningApi> {
  let stopping = false;
  const app = createApi({ ...deps, ready: async () => !stopping && deps.ready() });
  const listen = getRequestListener(app.fetch);
  const server = createServer(
    { keepAliveTimeout: 65_000, headersTimeout: 20_000, requestTimeout: 60_000 },
    (request, response) => {
      if (pages === null || OURS.test(request.url ?? '')) void listen(request, response);
      else pages.answer(request, response);
    },
  );
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const { address, family, port: actual } = server.address() as AddressInfo;
  const shown = family === 'IPv6' ? `[${address}]` : address;

  let stopped: Promise<void> | undefined;
  async function stop(): Promise<void> {
    stopping = true;
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeIdleConnections();
    const cut = setTimeout(() => server.closeAllConnections(), PATIENCE);
    // Keep-alive connections fall idle one by one as their last answers leave.
    const sweep = setInterval(() => server.closeIdleConnections(), 50);
    await closed;
    clearTimeout(cut);
    clearInterval(sweep);
    await pages?.close();
    await deps.signaller.flush();
  }
  return {
    url: `http://${shown}:${actual}`,
    stop: () => {
      stopped ??= stop();
      return stopped;
    },
  };
}
