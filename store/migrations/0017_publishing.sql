-- What a version is published for, how carefully it is let out, and what watches over it.
alter table versions add column objective jsonb;
alter table chains add column gate jsonb;
alter table chains add column guard jsonb;

alter table entry_decisions drop constraint entry_decisions_decision_check;
alter table entry_decisions add constraint entry_decisions_decision_check check (decision in
  ('entered', 'restarted', 'filter', 'already_inside', 'paused', 'control', 'too_old', 'historical', 'duplicate', 'reentry', 'gated'));

-- An author asks, a publisher answers.
create table publish_requests (
  id           bigint generated always as identity primary key,
  chain        bigint not null references chains,
  revision     integer not null,
  body         jsonb not null,
  requested_by text not null,
  at           timestamptz not null,
  answer       text check (answer in ('approved', 'rejected', 'replaced')),
  answered_by  text,
  answered_at  timestamptz,
  reason       text,
  version      bigint references versions
);
create index publish_requests_chain on publish_requests (chain, id);

-- A guard that has tripped: the chain was suspended then, for that.
create table guard_trips (
  id       bigint generated always as identity primary key,
  chain    bigint not null references chains,
  at       timestamptz not null,
  measure  text not null check (measure in ('opt_outs', 'complaints')),
  measured double precision not null,
  allowed  double precision not null,
  contacts integer not null
);
create index guard_trips_chain on guard_trips (chain, id);
