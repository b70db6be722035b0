/** What nobody expected: a plain answer without a stack, and a log line without the data that caused it. */
import type { Logger } from 'pino';
import { Refusal } from '#api/problem.ts';

export function breakdown(log: Logger, error: unknown, requestId: string): Response {
  const away = isAway(error);
  log.error({ requestId, err: describe(error) }, away ? 'the database does not answer' : 'unexpected failure');
  if (away) {
    return new Refusal(
      503,
      [{ code: 'unavailable', message: 'The database does not answer at the moment: send the same request again.' }],
      { headers: { 'Retry-After': '1' } },
    ).respond();
  }
  return new Refusal(500, [
    { code: 'internal', message: `Something broke on our side; the log has it under request ${requestId}.` },
  ]).respond();
}

/** Connection refused or cut, too many clients, server starting or going down, time-out of the pool. */
function isAway(error: unknown): boolean {
  const { code, message } = (error ?? {}) as { code?: string; message?: string };
  if (code && /^(08|53|57P)|^ECONN|^EPIPE$|^ETIMEDOUT$/.test(code)) return true;
  return /connection terminated|timeout exceeded when trying to connect/i.test(message ?? '');
}

/** The words of a database error may quote a row: of those, only code and place are logged. */
function describe(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { name: typeof error };
  const { code, severity, constraint, table } = error as Error & Record<string, unknown>;
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return {
    name: error.name,
    code,
    constraint,
    table,
    ...(severity === undefined ? { message: error.message } : {}),
    stack: frames.slice(0, 12).map((f) => f.trim()),
  };
}
