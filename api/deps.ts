/** What the API is given: nothing in this room looks for it elsewhere. */
import type { Logger } from 'pino';
import type { Clock } from '#core/clock.ts';
import type { ContentCheck } from '#core/compile.ts';
import type { Sending } from '#core/config.ts';
import type { Preview } from '#core/contents/preview.ts';
import type { Intake } from '#core/event.ts';
import type { Signaller } from '#core/ports.ts';
import type { Db } from '#store/db.ts';

/** A bucket of `burst` requests that fills at `perSecond`. */
export type Rate = { perSecond: number; burst: number };

export type ApiConfig = {
  /** The address seen from outside, without a slash at the end. */
  baseUrl: string;
  /** Bytes. */
  bodyLimits: {
    /** One call to the event intake, alone or inside a batch. */
    call: number;
    batch: number;
    /** Everything else, graphs above all. */
    json: number;
    /** A chain as a file, with the templates it names. */
    file: number;
  };
  /** Whether mails leave, and for whom; absent: not known here. */
  sending?: { mode: Sending; catcher: boolean };
  /** For each API key. */
  rateLimits: {
    events: Rate;
    other: Rate;
  };
};

const KB = 1024;
const MB = 1024 * KB;

/** The limits of Segment's interface, and room for its batches. */
export const BODY_LIMITS: ApiConfig['bodyLimits'] = { call: 32 * KB, batch: 4 * MB, json: 2 * MB, file: 16 * MB };
export const RATE_LIMITS: ApiConfig['rateLimits'] = {
  events: { perSecond: 1_000, burst: 2_000 },
  other: { perSecond: 50, burst: 200 },
};

export type ApiDeps = {
  db: Db;
  clock: Clock;
  intake: Intake;
  signaller: Signaller;
  /** Signs unsubscribe links: `loadSecret` of store/token.ts. */
  secret: Buffer;
  config: ApiConfig;
  log: Logger;
  /** Wall ms of the process; absent: its own. */
  monotonic?: () => number;
  /** Looks into contents for what no schema sees, such as the syntax of their Liquid. */
  checkContent?: ContentCheck;
  /** Shows contents as customers would get them; without it nothing can be previewed. */
  preview?: Preview;
  /** Whether this process can serve: its database answers, and it is not about to stop. */
  ready(): Promise<boolean>;
};
