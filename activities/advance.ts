/**
 * The cohort's one activity: drives a burst of members to their next wait. It resumes from the projection, never judges
 * twice, and isolates a member whose data breaks it, so that one never blocks the others.
 */
import { Context } from '@temporalio/activity';
import { liveWorld, type WorldDeps } from '#activities/world.ts';
import { drive } from '#core/drive.ts';
import { setOut, type Walker } from '#core/machine.ts';
import { fromTuple, type Member, type MemberTuple, toTuple } from '#core/member.ts';
import type { BurstInput, BurstResult } from '#core/ports.ts';
import { type EnrolmentRow, loadEnrolments } from '#store/enrolments.ts';
import { clearProblems, setMemberAside } from '#store/poison.ts';

export type AdvanceDeps = WorldDeps & {
  /** Told of a member that was set aside: ids and the error's kind, nothing of the person. */
  poisoned(enrolment: number, error: Error): void;
};

const BEAT = 2_000;
/** Wall ms a member whose data broke the burst is left alone before it is tried again: doubled each time, to an hour. */
const SET_ASIDE = 10_000;
const SET_ASIDE_MAX = 3_600_000;

export function createAdvance(deps: AdvanceDeps) {
  return async function advance({ members }: BurstInput): Promise<BurstResult> {
    const context = contextIfAny();
    const beat = setInterval(() => context?.heartbeat(), BEAT);
    try {
      const given = new Map(members.map((tuple) => [tuple[0], fromTuple(tuple)]));
      const rows = await loadEnrolments(deps.db, [...given.keys()]);
      const done = await advanceAll({ ...deps, signal: context?.cancellationSignal }, rows.filter(live), given);
      return { members: done, clock: deps.clock.setting };
    } finally {
      clearInterval(beat);
    }
  };
}

/** Outside of a Temporal worker (tests, benchmarks) there is none. */
function contextIfAny(): Context | null {
  try {
    return Context.current();
  } catch {
    return null;
  }
}

function live(row: EnrolmentRow): boolean {
  return row.state === 'live';
}

async function advanceAll(deps: AdvanceDeps, rows: EnrolmentRow[], given: Map<number, Member>): Promise<MemberTuple[]> {
  const done: MemberTuple[] = [];
  // A cohort is of one version, unless an operator moved members; then each version is a burst of its own.
  for (const version of new Set(rows.map((r) => r.version))) {
    const mine = rows.filter((r) => r.version === version);
    done.push(...(await advanceOrBisect(deps, version, mine, given)));
  }
  return done;
}

async function advanceOrBisect(
  deps: AdvanceDeps,
  version: number,
  rows: EnrolmentRow[],
  given: Map<number, Member>,
): Promise<MemberTuple[]> {
  try {
    return await advanceBurst(deps, version, rows, given);
  } catch (error) {
    if (isInfrastructure(error)) throw error;
    const first = rows[0];
    if (!first) throw error;
    if (rows.length === 1) return [await setAside(deps, first, given, error as Error)];
    // What the failed attempt already wrote is found again: projections by rev, touches by their key.
    const middle = Math.ceil(rows.length / 2);
    const halves = [rows.slice(0, middle), rows.slice(middle)];
    const done: MemberTuple[] = [];
    for (const half of halves) {
      const fresh = (
        await loadEnrolments(
          deps.db,
          half.map((r) => r.id),
        )
      ).filter(live);
      if (fresh.length > 0) done.push(...(await advanceOrBisect(deps, version, fresh, given)));
    }
    return done;
  }
}

async function advanceBurst(
  deps: AdvanceDeps,
  versionId: number,
  rows: EnrolmentRow[],
  given: Map<number, Member>,
): Promise<MemberTuple[]> {
  const version = (await deps.plans.versions([versionId])).get(versionId);
  if (!version) throw new Error(`Version ${versionId} does not exist; ${rows.length} enrolments name it.`);
  const world = await liveWorld(deps, version, rows);
  const walkers = rows.map((row) => walkerOf(row, given.get(row.id)));
  await drive(version.plan, walkers, world);
  const mended = rows.filter((row) => row.problem !== null);
  if (mended.length > 0) await clearProblems(deps.db, mended, deps.clock.now());
  return walkers.filter((w) => !w.ended).map(toTuple);
}

/**
 * The further of the two goes on: the row where a burst was cut off after its projection, the workflow where the
 * database was restored to an earlier hour.
 */
function walkerOf(row: EnrolmentRow, member: Member | undefined): Walker {
  const ahead = member && member.rev > row.rev && member.customer === row.customer ? member : null;
  const at = ahead ?? { step: row.step, visit: row.visit, phase: row.phase, due: +row.due, rev: row.rev };
  // A pause that was resumed by shifting everybody moves the dates already computed.
  const moved = row.shift - row.due_shift;
  const walker = setOut(
    { ...at, enrolment: row.id, customer: row.customer, due: at.due + moved, rev: at.rev + (moved > 0 ? 1 : 0) },
    { heard: row.heard, arms: row.arms },
  );
  walker.news = moved > 0 || ahead !== null;
  return walker;
}

async function setAside(
  deps: AdvanceDeps,
  row: EnrolmentRow,
  given: Map<number, Member>,
  error: Error,
): Promise<MemberTuple> {
  deps.poisoned(row.id, error);
  const now = deps.clock.now();
  const times = (row.problem?.times ?? 0) + 1;
  const wait = Math.min(SET_ASIDE_MAX, SET_ASIDE * 2 ** (times - 1)) * deps.clock.setting.speed;
  const problem = { times, error: error.name, message: firstLine(error.message) };
  const walker = walkerOf(row, given.get(row.id));
  walker.due = now + wait;
  walker.rev += 1;
  await setMemberAside(deps.db, walker, row.month, problem, now);
  return toTuple(walker);
}

/** Enough to find the cause, without what a driver may quote of a row. */
function firstLine(message: string): string {
  return (message.split('\n')[0] ?? '')
    .replaceAll('\0', '')
    .replace(/\(.*\)|"[^"]*"|'[^']*'/g, '…')
    .slice(0, 200);
}

const INFRASTRUCTURE_CLASSES = new Set(['08', '40', '53', '55', '57', '58', 'XX']);

/** Broken infrastructure fails the activity and Temporal tries again; anything else is some member's data. */
export function isInfrastructure(error: unknown): boolean {
  const { code, message } = error as { code?: unknown; message?: unknown };
  if (typeof code === 'string') {
    if (/^E[A-Z]+$/.test(code)) return true;
    if (/^[0-9A-Z]{5}$/.test(code)) return INFRASTRUCTURE_CLASSES.has(code.slice(0, 2));
  }
  return /connection terminated|connection ended|timeout exceeded|client was closed|cannot use a pool/i.test(
    String(message),
  );
}
