/** The ways a mail server can fail, as settings of the sink. */
import { z } from 'zod';

const every = z.number().int().positive();

export const faultsSchema = z.strictObject({
  /** Nobody listens: connections are refused, those that stand are cut. */
  refuse: z.boolean().optional(),
  /** 421 instead of a greeting. */
  greet421: z.boolean().optional(),
  /** Takes the connection and says nothing. */
  hangAtGreeting: z.boolean().optional(),
  /** 450 for every nth recipient. */
  rcpt450Every: every.optional(),
  /** 550 for every nth recipient, and for these addresses. */
  rcpt550Every: every.optional(),
  rcpt550: z.array(z.string()).optional(),
  /** Takes every nth whole mail and never answers. */
  hangAfterDataEvery: every.optional(),
  /** Takes every nth whole mail and cuts the connection instead of answering. */
  dropAfterDataEvery: every.optional(),
  /** Cuts the connection at every nth MAIL FROM, before anything was taken. */
  dropAtMailEvery: every.optional(),
  /** 451 (or what is given) after every nth mail; it is not kept. */
  refuseDataEvery: every.optional(),
  refuseDataCode: z.number().int().min(400).max(599).optional(),
  /** 421 after every nth mail, and the connection is closed; it is not kept. */
  close421Every: every.optional(),
  /** Ms before each answer. */
  slow: z.number().int().nonnegative().optional(),
  /** Advertise no PIPELINING. */
  lockstep: z.boolean().optional(),
});

export type Faults = z.infer<typeof faultsSchema>;

export type AfterData = 'take' | 'hang' | 'drop' | 'refuse' | 'close';

/** Counts per kind of fault, over all connections. */
export type Misbehaviour = {
  mail(): 'take' | 'drop';
  rcpt(address: string): '250' | '450' | '550';
  data(): AfterData;
};

export function createMisbehaviour(faults: Faults): Misbehaviour {
  let mails = 0;
  let recipients = 0;
  let bodies = 0;
  const bad = new Set(faults.rcpt550?.map((address) => address.toLowerCase()));
  const nth = (count: number, each: number | undefined) => each !== undefined && count % each === 0;
  return {
    mail() {
      mails += 1;
      return nth(mails, faults.dropAtMailEvery) ? 'drop' : 'take';
    },
    rcpt(address) {
      recipients += 1;
      if (nth(recipients, faults.rcpt450Every)) return '450';
      return nth(recipients, faults.rcpt550Every) || bad.has(address.toLowerCase()) ? '550' : '250';
    },
    data() {
      bodies += 1;
      if (nth(bodies, faults.hangAfterDataEvery)) return 'hang';
      if (nth(bodies, faults.dropAfterDataEvery)) return 'drop';
      if (nth(bodies, faults.close421Every)) return 'close';
      return nth(bodies, faults.refuseDataEvery) ? 'refuse' : 'take';
    },
  };
}
