/** The tables of people, their sessions and links, as Kysely knows them. */
import type { Generated } from 'kysely';
import type { MaybeTime, Time } from '#store/columns.ts';

type Stamped = { created_at: Generated<Date>; updated_at: Generated<Date> };

export type PeopleTable = Stamped & {
  id: string;
  name: string;
  email: string;
  email_verified: Generated<boolean>;
  image: string | null;
  roles: Generated<string[]>;
  team: string | null;
  language: Generated<string>;
  active: Generated<boolean>;
  totp: Generated<boolean>;
};

export type SessionsTable = {
  id: string;
  person: string;
  token: string;
  ip: string | null;
  agent: string | null;
  seen_at: Generated<Date>;
  expires_at: Time;
  created_at: Time;
  updated_at: Time;
};

export type LoginsTable = Stamped & {
  id: string;
  person: string;
  account: string;
  provider: string;
  password: string | null;
};

export type OneTimeLinksTable = {
  hash: Buffer;
  purpose: string;
  person: string | null;
  created_at: Generated<Date>;
  expires_at: Time;
  used_at: MaybeTime;
};

export type SignInFailuresTable = { account: Buffer; at: Generated<Date> };
export type SecondFactorsTable = { id: string; person: string };

export type PeopleTables = {
  people: PeopleTable;
  sessions: SessionsTable;
  logins: LoginsTable;
  second_factors: SecondFactorsTable;
  one_time_links: OneTimeLinksTable;
  sign_in_failures: SignInFailuresTable;
};
