-- The first shape of the store. Append-only from here on: later files change it, this one never changes.
-- Times are domain times given by the caller's Clock (a demo's day lasts seconds); columns named `lease…` are the
-- database's own clock_timestamp(), for they speak of processes and not of customers.

create table instance (
  one        boolean primary key default true check (one),
  stamp      text not null,
  clock      jsonb,
  created_at timestamptz not null
);

create table settings (
  key        text primary key,
  value      jsonb not null,
  updated_at timestamptz not null
);

create table brands (
  id     text primary key,
  name   text not null,
  sender jsonb not null default '{}'
);

create table topics (
  id     text primary key,
  brand  text not null references brands,
  family text,
  name   jsonb not null
);

create table offers (
  id          text primary key,
  brand       text not null references brands,
  topic       text references topics,
  name        jsonb not null,
  product     text,
  valid_from  timestamptz,
  valid_until timestamptz
);

-- Customers are known by our own ids. What names a person to the outside stands in identities and addresses.
create table customers (
  id         bigint generated always as identity primary key,
  zone       text,
  country    text,
  locale     text,
  test       boolean not null default false,
  traits     jsonb not null default '{}',
  created_at timestamptz not null,
  updated_at timestamptz not null,
  erased_at  timestamptz
) with (fillfactor = 80);

create table identities (
  kind     text not null check (kind in ('user', 'anonymous')),
  value    text not null,
  customer bigint not null references customers,
  primary key (kind, value)
);
create index identities_customer on identities (customer);

create table addresses (
  customer bigint not null references customers,
  kind     text not null check (kind in ('email', 'phone', 'postal')),
  value    text not null,
  set_at   timestamptz not null,
  primary key (customer, kind)
);
create index addresses_value on addresses (kind, lower(value));

-- seq is drawn under the customer's row lock: for one customer, the order of seq is the order of commits.
create table events (
  seq         bigint generated always as identity,
  received_at timestamptz not null,
  occurred_at timestamptz not null,
  customer    bigint not null,
  name        text not null,
  source      text not null,
  message_id  text not null,
  historical  boolean not null default false,
  properties  jsonb not null,
  primary key (received_at, seq)
) partition by range (received_at);
create table events_rest partition of events default;
create index events_customer on events (customer, seq);
create index events_seq on events (seq);
create index events_name on events (name, seq);

create table event_dedupe (
  source      text not null,
  message_id  text not null,
  received_at timestamptz not null,
  primary key (source, message_id)
);
create index event_dedupe_age on event_dedupe using brin (received_at);

create table event_names (
  name       text primary key,
  first_seen timestamptz not null,
  last_seen  timestamptz not null,
  count      bigint not null,
  properties jsonb not null default '{}'
);

create table chains (
  id           bigint generated always as identity primary key,
  name         text not null,
  state        text not null default 'draft' check (state in ('draft', 'live', 'paused', 'archived')),
  draft        jsonb not null,
  revision     integer not null default 1,
  live_version bigint,
  salt         text not null default gen_random_uuid()::text,
  folder       text,
  tags         text[] not null default '{}',
  owner        text,
  paused_at    timestamptz,
  created_at   timestamptz not null,
  updated_at   timestamptz not null
);

create table versions (
  id           bigint generated always as identity primary key,
  chain        bigint not null references chains,
  number       integer not null,
  graph        jsonb not null,
  plan         jsonb not null,
  hash         text not null,
  note         text,
  published_by text,
  published_at timestamptz not null,
  unique (chain, number)
);

-- One pause of one chain, with the decision its resume took about what had become overdue.
create table pauses (
  id         bigint generated always as identity primary key,
  chain      bigint not null references chains,
  paused_at  timestamptz not null,
  paused_by  text,
  resumed_at timestamptz,
  resumed_by text,
  decision   jsonb
);
create index pauses_chain on pauses (chain, id);

-- A cohort is one workflow; its seats are handed out by the process that owns it.
create table cohorts (
  id        bigint generated always as identity primary key,
  version   bigint not null references versions,
  owner     text not null,
  opened_at timestamptz not null
);

-- The projection (step, visit, phase, due, rev, heard) rebuilds every cohort, and is the checkpoint a retried burst
-- goes on from. No index names a column of it, so that progress is a HOT update.
create table enrolments (
  id         bigint generated always as identity primary key,
  customer   bigint not null references customers,
  chain      bigint not null,
  version    bigint not null,
  cohort     bigint not null,
  month      date not null,
  key        text not null default '',
  event      bigint,
  entered_at timestamptz not null,
  trigger_at timestamptz not null,
  entry      jsonb not null default '{}',
  control    text check (control in ('chain', 'company')),
  state      text not null default 'live' check (state in ('live', 'ended')),
  outcome    text,
  ended_at   timestamptz,
  step       integer not null,
  visit      integer not null default 1,
  phase      smallint not null default 0,
  due        timestamptz not null,
  rev        integer not null default 0,
  heard      bigint not null default 0,
  shift      bigint not null default 0,
  due_shift  bigint not null default 0,
  arms       jsonb not null default '{}',
  path       integer[] not null default '{}',
  problem    jsonb,
  unique (chain, event)
) with (fillfactor = 45);
create index enrolments_live_customer on enrolments (customer) where state = 'live';
create index enrolments_live_cohort on enrolments (cohort) where state = 'live';
create index enrolments_entry on enrolments (chain, customer, entered_at);

create table waits (
  enrolment   bigint not null,
  step        integer not null,
  visit       integer not null,
  events      text[] not null,
  since       bigint not null,
  until       timestamptz not null,
  resolved_by bigint,
  resolved_at timestamptz,
  primary key (enrolment, step, visit)
);

create table entry_decisions (
  event       bigint not null,
  received_at timestamptz not null,
  chain       bigint not null,
  decision    text not null check (decision in
    ('entered', 'restarted', 'filter', 'already_inside', 'paused', 'control', 'too_old', 'historical', 'duplicate', 'reentry')),
  enrolment   bigint,
  primary key (received_at, event, chain)
) partition by range (received_at);
create table entry_decisions_rest partition of entry_decisions default;
create index entry_decisions_event on entry_decisions (event);
create index entry_decisions_chain on entry_decisions (chain, received_at);

create table policies (
  version bigint generated always as identity primary key,
  rules   jsonb not null,
  note    text,
  by      text,
  at      timestamptz not null
);

-- A touch is named by (month, enrolment, step, visit): unique, and known before the row exists. No index names its
-- state: the three updates of a send stay HOT. What needs a person stands in `attention` beside it.
create table touches (
  month         date not null,
  enrolment     bigint not null,
  step          integer not null,
  visit         integer not null,
  customer      bigint not null,
  chain         bigint not null,
  version       bigint not null,
  step_id       text not null,
  state         text not null check (state in
    ('held', 'reserved', 'handing', 'handed', 'refused', 'unknown', 'skipped', 'withdrawn', 'expired', 'control', 'off', 'failed')),
  reason        text,
  brand         text not null,
  channel       text not null,
  class         text not null check (class in ('service', 'information', 'commercial')),
  topics        text[] not null default '{}',
  offer         text,
  cost          double precision not null default 0,
  weight        double precision not null default 5,
  policy        bigint,
  decision      jsonb not null,
  due           timestamptz not null,
  valid_until   timestamptz,
  held_until    timestamptz,
  judged_at     timestamptz not null,
  handed_at     timestamptz,
  lease_until   timestamptz,
  worker        text,
  attempts      integer not null default 0,
  response      text,
  completed_at  timestamptz,
  outcome       text,
  primary key (month, enrolment, step, visit)
) partition by range (month);
-- Written once and read by people: kept beside the row, so that a send's updates do not copy it.
alter table touches alter column decision set storage external;
create table touches_rest partition of touches default with (fillfactor = 45, toast_tuple_target = 256);
create index touches_customer on touches (customer);
create index touches_chain on touches (chain, step);

-- What a person must look at: touches whose fate is unknown, touches held for a missing variable.
create table attention (
  month       date not null,
  enrolment   bigint not null,
  step        integer not null,
  visit       integer not null,
  kind        text not null check (kind in ('unknown', 'missing_variable', 'poison')),
  detail      jsonb not null default '{}',
  at          timestamptz not null,
  resolved_at timestamptz,
  resolved_by text,
  resolution  text,
  primary key (month, enrolment, step, visit, kind)
);
create index attention_open on attention (at) where resolved_at is null;

-- The ledger of what counts for pressure: one row a contact, ours or made elsewhere, by the time it was made.
create table pressure (
  at        timestamptz not null,
  customer  bigint not null,
  brand     text not null,
  channel   text not null,
  class     text not null,
  topics    text[] not null default '{}',
  offer     text,
  weight    double precision not null,
  month     date,
  enrolment bigint,
  step      integer,
  visit     integer,
  elsewhere text
) partition by range (at);
create table pressure_rest partition of pressure default;
create index pressure_customer on pressure (customer, at);

-- Consent: the ledger is never updated; `consents` is its last word for each (customer, brand, channel, topic).
create table consent_records (
  id              bigint generated always as identity primary key,
  customer        bigint not null references customers,
  brand           text not null,
  channel         text not null,
  topic           text not null default '*',
  given           boolean not null,
  source          text not null,
  wording         text,
  wording_version text,
  ip              inet,
  expires_at      timestamptz,
  proof           jsonb,
  at              timestamptz not null
);
create index consent_records_customer on consent_records (customer, id);

create table consents (
  customer   bigint not null references customers,
  brand      text not null,
  channel    text not null,
  topic      text not null default '*',
  given      boolean not null,
  expires_at timestamptz,
  record     bigint not null references consent_records,
  at         timestamptz not null,
  primary key (customer, brand, channel, topic)
);

-- A task is a touch that a person makes: a letter, a call, an SMS typed by hand.
create table tasks (
  id          bigint generated always as identity primary key,
  month       date not null,
  enrolment   bigint not null,
  step        integer not null,
  visit       integer not null,
  customer    bigint not null references customers,
  chain       bigint not null,
  kind        text not null,
  team        text,
  title       text not null,
  body        text not null default '',
  state       text not null default 'open' check (state in ('open', 'done', 'expired', 'cancelled')),
  outcome     text,
  note        text,
  due         timestamptz not null,
  valid_until timestamptz,
  created_at  timestamptz not null,
  closed_at   timestamptz,
  closed_by   text,
  unique (month, enrolment, step, visit)
);
create index tasks_open on tasks (due, id) where state = 'open';
create index tasks_customer on tasks (customer);

create table stops (
  id        bigint generated always as identity primary key,
  scope     text not null check (scope in ('all', 'channel', 'chain')),
  target    text not null default '',
  reason    text,
  by        text,
  at        timestamptz not null,
  lifted_at timestamptz,
  lifted_by text
);
create index stops_standing on stops (scope, target) where lifted_at is null;

create table api_keys (
  id           bigint generated always as identity primary key,
  name         text not null,
  hint         text not null,
  hash         bytea not null unique,
  scopes       text[] not null,
  origins      text[] not null default '{}',
  created_at   timestamptz not null,
  last_used_at timestamptz,
  expires_at   timestamptz,
  revoked_at   timestamptz,
  replaces     bigint references api_keys
);

create table idempotency (
  api_key  bigint not null references api_keys,
  key      text not null,
  request  bytea not null,
  status   integer,
  response jsonb,
  at       timestamptz not null,
  primary key (api_key, key)
);
create index idempotency_age on idempotency using brin (at);

create table audit (
  id      bigint generated always as identity primary key,
  at      timestamptz not null,
  actor   text not null,
  action  text not null,
  subject text not null,
  detail  jsonb not null default '{}'
);

insert into brands (id, name) values ('default', 'Default');
