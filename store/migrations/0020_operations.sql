-- What needs a person may be about a whole chain; it has an id of its own, and may be seen before it is mended.
alter table attention drop constraint attention_pkey;
alter table attention
  alter column month drop not null,
  alter column enrolment drop not null,
  alter column step drop not null,
  alter column visit drop not null,
  add column id bigint generated always as identity primary key,
  add column chain bigint,
  add column seen_at timestamptz,
  add column seen_by text,
  add constraint attention_touch unique (month, enrolment, step, visit, kind);
alter table attention drop constraint attention_kind_check;
alter table attention add constraint attention_kind_check
  check (kind in ('unknown', 'missing_variable', 'poison', 'rule_failed', 'guard'));
alter table attention add constraint attention_of
  check (case when kind = 'guard' then chain is not null else num_nulls(month, enrolment, step, visit) = 0 end);
create unique index attention_chain on attention (chain, kind) where chain is not null and resolved_at is null;

insert into attention (chain, kind, detail, at)
select c.id, 'guard', jsonb_build_object('measure', g.measure, 'measured', g.measured, 'allowed', g.allowed,
  'contacts', g.contacts), g.at
from chains c, lateral (select * from guard_trips where chain = c.id order by id desc limit 1) g
where c.state = 'paused' and g.at >= c.paused_at;

-- Processes that make the chains go on, each by its own word every few seconds. Times are the database's.
create table workers (
  name       text primary key,
  started_at timestamptz not null default clock_timestamp(),
  seen_at    timestamptz not null default clock_timestamp(),
  state      jsonb not null
);

-- What somebody has put away on the home page; it comes back when there is more of it.
create table put_away (
  what   text primary key,
  amount integer not null,
  by     text not null,
  at     timestamptz not null
);

-- The guard asks who has withdrawn lately; the home page whether anybody is a test customer.
create index consent_records_withdrawn on consent_records (at) where not given;
create index customers_test on customers (id) where test;
