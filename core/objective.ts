/** What a version is published for, and the limits at which its chain is suspended. */
import { z } from 'zod';

export const objectiveSchema = z.strictObject({
  event: z.string().min(1).max(200),
  /** Property of the event that holds its value, in the company's currency. */
  valueField: z.string().min(1).max(200).exactOptional(),
  /** Counted within so many days of the entry. */
  windowDays: z.number().positive().max(366),
  /** Percent of the entrants that should reach it. */
  target: z.number().min(0).max(100).exactOptional(),
});
export type Objective = z.output<typeof objectiveSchema>;

export const guardSchema = z.strictObject({
  /** Per 1,000 contacts. */
  optOuts: z.number().positive().max(1_000).exactOptional(),
  complaints: z.number().positive().max(1_000).exactOptional(),
  days: z.number().positive().max(90),
  /** Below so many contacts nothing is concluded. */
  atLeast: z.int().min(1).max(1_000_000),
});
export type Guard = z.output<typeof guardSchema>;

export type Watched = { contacts: number; optOuts: number; complaints: number };
export type Trip = { measure: 'opt_outs' | 'complaints'; measured: number; allowed: number };

/** The first limit that is passed; null: the chain may go on. */
export function tripOf(guard: Guard, { contacts, optOuts, complaints }: Watched): Trip | null {
  if (contacts < guard.atLeast) return null;
  const rate = (n: number) => (n * 1_000) / contacts;
  if (guard.complaints !== undefined && rate(complaints) > guard.complaints)
    return { measure: 'complaints', measured: rate(complaints), allowed: guard.complaints };
  if (guard.optOuts !== undefined && rate(optOuts) > guard.optOuts)
    return { measure: 'opt_outs', measured: rate(optOuts), allowed: guard.optOuts };
  return null;
}
