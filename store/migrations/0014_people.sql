-- The people who use the editor. Ids are texts (usr_…); who they are for us stands in `people`, the rest is the sign-in's own.
create table people (
  id             text primary key,
  name           text not null,
  email          text not null unique check (email = lower(email)),
  email_verified boolean not null default false,
  image          text,
  roles          text[] not null default '{}',
  team           text,
  language       text not null default 'en',
  active         boolean not null default true,
  totp           boolean not null default false,
  created_at     timestamptz not null default clock_timestamp(),
  updated_at     timestamptz not null default clock_timestamp()
);

-- Wall times: people sign in by the wall's clock, however fast the instance's runs.
create table sessions (
  id         text primary key,
  person     text not null references people on delete cascade,
  token      text not null unique,
  ip         text,
  agent      text,
  seen_at    timestamptz not null default clock_timestamp(),
  expires_at timestamptz not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index sessions_person on sessions (person);

create table logins (
  id                       text primary key,
  person                   text not null references people on delete cascade,
  account                  text not null,
  provider                 text not null,
  access_token             text,
  refresh_token            text,
  id_token                 text,
  access_token_expires_at  timestamptz,
  refresh_token_expires_at timestamptz,
  scope                    text,
  password                 text,
  created_at               timestamptz not null default clock_timestamp(),
  updated_at               timestamptz not null default clock_timestamp(),
  unique (person, provider)
);

create table challenges (
  id         text primary key,
  identifier text not null,
  value      text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp()
);
create index challenges_identifier on challenges (identifier);

create table second_factors (
  id           text primary key,
  person       text not null unique references people on delete cascade,
  secret       text not null,
  codes        text not null,
  verified     boolean not null default true,
  failures     integer not null default 0,
  locked_until timestamptz
);

-- A link works once; the database keeps its hash only. `owner` makes the first person, or another admin in an emergency.
create table one_time_links (
  hash       bytea primary key,
  purpose    text not null check (purpose in ('owner', 'invitation', 'reset')),
  person     text references people on delete cascade,
  created_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz not null,
  used_at    timestamptz
);
create index one_time_links_person on one_time_links (person);

-- Failed sign-ins by the hash of what was given as the address, whether anybody has it or not.
create table sign_in_failures (
  account bytea not null,
  at      timestamptz not null default clock_timestamp()
);
create index sign_in_failures_account on sign_in_failures (account, at);

-- Answers are kept for people too: by the number of a key or the id of a person.
alter table idempotency drop constraint idempotency_pkey;
alter table idempotency drop constraint idempotency_api_key_fkey;
alter table idempotency alter column api_key type text using api_key::text;
alter table idempotency rename column api_key to caller;
alter table idempotency add primary key (caller, key);

create index audit_actor on audit (actor, id);
create index audit_subject on audit (subject, id);
