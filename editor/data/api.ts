/** The one way the editor talks to /v1: JSON in and out, problems as values that a page can show. */
import type { Problem } from '#core/problem.ts';
import { heard } from '#editor/data/signed.ts';

/** What the API refused, in its own words. `status` 0: it was not reached. */
export class ApiProblem extends Error {
  readonly status: number;
  readonly problems: Problem[];
  /** The whole answer: a 409 carries what is there now in `current`. */
  readonly answer: unknown;

  constructor(status: number, problems: Problem[], answer: unknown = null) {
    super(problems[0]?.message ?? `status ${status}`);
    this.name = 'ApiProblem';
    this.status = status;
    this.problems = problems;
    this.answer = answer;
  }

  get code(): string {
    return this.problems[0]?.code ?? '';
  }
}

/** What is said where the API says nothing; the provider puts in the page's language. */
let silence = 'unreachable';
export function sayOfSilence(words: string): void {
  silence = words;
}

export function unreached(): ApiProblem {
  return new ApiProblem(0, [{ code: 'unreachable', message: silence }]);
}

/** An answer that is no answer of ours, as a gateway gives one, has no problems of its own. */
export function refusedBy({ status }: Response, answer: unknown): ApiProblem {
  const problems = (answer as { problems?: Problem[] } | null)?.problems;
  return new ApiProblem(status, problems ?? [{ code: 'failed', message: silence }], answer);
}

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export type Ask = {
  method?: Method;
  body?: unknown;
  /** Of If-Match. */
  revision?: number;
  query?: Record<string, string | number | boolean | undefined | null>;
  signal?: AbortSignal;
};

/** Throws `ApiProblem`; nothing that failed is lost: the caller keeps what it sent. */
export async function api<T>(path: string, { method = 'GET', body, revision, query, signal }: Ask = {}): Promise<T> {
  const response = await fetch(`/v1${path}${search(query)}`, {
    method,
    credentials: 'same-origin',
    headers: {
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...(revision === undefined ? {} : { 'If-Match': `"${revision}"` }),
      'Accept-Language': document.documentElement.lang,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal ? { signal } : {}),
  }).catch((cause: unknown) => {
    if (signal?.aborted) throw cause;
    throw unreached();
  });
  heard(path, response.status);
  const answer: unknown = await response.json().catch(() => null);
  if (response.ok) return answer as T;
  throw refusedBy(response, answer);
}

function search(query: Ask['query']): string {
  const given = Object.entries(query ?? {}).filter(
    ([, value]) => value !== undefined && value !== null && value !== '',
  );
  return given.length === 0 ? '' : `?${new URLSearchParams(given.map(([key, value]) => [key, String(value)]))}`;
}
