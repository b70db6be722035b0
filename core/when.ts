/** A date as the marketer says it: "7 days after the purchase, at 10:00, on a working day". */
import { z } from 'zod';

export type Anchor =
  | { kind: 'trigger' }
  /** When the member came to this step. */
  | { kind: 'arrival' }
  /** A date in the entry event. */
  | { kind: 'event'; property: string }
  /** A date in the profile; `yearly` takes its next anniversary. */
  | { kind: 'profile'; trait: string; yearly?: boolean }
  /** A fixed date, ISO 8601. */
  | { kind: 'date'; at: string }
  /** The actual completion of an earlier contact (graph step id). */
  | { kind: 'step'; step: string };

export type When = {
  anchor: Anchor;
  /** Signed; days are calendar days in the customer's zone, hours are elapsed hours. */
  days?: number;
  hours?: number;
  minutes?: number;
  /** Local `HH:MM`. Absent: the anchor's own time of day. */
  time?: string;
  /** Which days will do; another moves forward to the next that does. ouvrés = mon-fri, ouvrables = mon-sat. */
  on?: 'all' | 'mon-fri' | 'mon-sat';
  /** `out`: public holidays of the customer's country will not do. Absent: `in`. */
  holidays?: 'in' | 'out';
};

const name = z.string().min(1).max(200);
const offset = { param: ['number', 'days'] };

export const anchorSchema: z.ZodType<Anchor> = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('trigger') }),
  z.strictObject({ kind: z.literal('arrival') }),
  z.strictObject({ kind: z.literal('event'), property: name }),
  z.strictObject({ kind: z.literal('profile'), trait: name, yearly: z.boolean().exactOptional() }),
  z.strictObject({
    kind: z.literal('date'),
    at: z.union([z.iso.date(), z.iso.datetime({ offset: true, local: true })]).meta({ param: ['date'] }),
  }),
  z.strictObject({ kind: z.literal('step'), step: name }),
]);

/** The part of a date that says how far from its anchor; also a duration. */
export const offsetFields = {
  days: z.int().min(-3_660).max(3_660).meta(offset).exactOptional(),
  hours: z.number().min(-87_840).max(87_840).meta(offset).exactOptional(),
  minutes: z.number().min(-1_440).max(5_270_400).meta(offset).exactOptional(),
  time: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'expected a local time as HH:MM')
    .meta({ param: ['text'] })
    .exactOptional(),
  on: z.enum(['all', 'mon-fri', 'mon-sat']).exactOptional(),
  holidays: z.enum(['in', 'out']).exactOptional(),
};

export const whenSchema: z.ZodType<When> = z.strictObject({ anchor: anchorSchema, ...offsetFields });
