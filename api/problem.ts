/** Refusals: an expected "no" as a value, which `endpoint` turns into an HTTP answer. */
import { answer } from '#api/answer.ts';
import type { Language } from '#core/language.ts';
import type { Problem } from '#core/problem.ts';
import { refusalIn } from '#core/wording/refusals.ts';

export type RefusalStatus = 400 | 401 | 403 | 404 | 405 | 409 | 410 | 413 | 415 | 422 | 428 | 429 | 500 | 503;

export class Refusal {
  readonly status: RefusalStatus;
  readonly problems: readonly Problem[];
  /** Said beside the problems, e.g. the current state of what is in conflict. */
  readonly beside: Record<string, unknown>;
  readonly headers: Record<string, string>;

  constructor(
    status: RefusalStatus,
    problems: readonly Problem[],
    { beside = {}, headers = {} }: { beside?: Record<string, unknown>; headers?: Record<string, string> } = {},
  ) {
    this.status = status;
    this.problems = problems;
    this.beside = beside;
    this.headers = headers;
  }

  respond(language: Language = 'en'): Response {
    const problems = this.problems.map((p) => ({ ...p, message: refusalIn(language, p.message) }));
    return answer({ ...this.beside, problems }, { status: this.status, headers: this.headers });
  }
}

export function refuse(status: RefusalStatus, code: string, message: string, field?: string): Refusal {
  return new Refusal(status, [{ code, message, ...(field === undefined ? {} : { field }) }]);
}
