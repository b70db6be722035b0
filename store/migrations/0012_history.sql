-- A what-if replays judgements. A touch that was held takes its new judgement over the old one: when it was judged first,
-- and what held it last, are kept.
alter table touches add column first_at timestamptz, add column held_by text;

create table what_ifs (
  id         bigint generated always as identity primary key,
  rules      jsonb not null,
  since      timestamptz not null,
  until      timestamptz not null,
  result     jsonb,
  by         text,
  created_at timestamptz not null
);
create table what_if_customers (
  what_if  bigint not null references what_ifs on delete cascade,
  customer bigint not null,
  gained   integer not null,
  lost     integer not null,
  primary key (what_if, customer)
);
