/** A client of the running API, as any other would be: with a key, over HTTP, patient while the API starts again. */
import { pause } from '#setup/process.ts';

export type ApiClient = {
  get<T>(path: string): Promise<T>;
  post<T>(path: string, body: unknown, headers?: Record<string, string>): Promise<T>;
};

/** The API said no: not worth asking again. */
export class Declined extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export function apiClient(base: string, token: string, stopped: AbortSignal): ApiClient {
  async function ask<T>(method: string, path: string, body?: unknown, extra: Record<string, string> = {}): Promise<T> {
    for (;;) {
      stopped.throwIfAborted();
      const response = await fetch(base + path, {
        method,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...extra },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: AbortSignal.any([stopped, AbortSignal.timeout(30_000)]),
      }).catch(() => null);
      if (response?.ok) return (await response.json()) as T;
      if (response && response.status < 500 && response.status !== 429) {
        throw new Declined(response.status, `${method} ${path} answered ${response.status}: ${await response.text()}`);
      }
      await response?.body?.cancel();
      await pause(500);
    }
  }
  return {
    get: (path) => ask('GET', path),
    post: (path, body, headers) => ask('POST', path, body, headers),
  };
}
