-- What was contacted lately, over all customers. The ledger's rows stand in the order in which they were booked: an index of
-- blocks is small and costs intake and sends next to nothing.
create index pressure_at on pressure using brin (at) with (pages_per_range = 16);

-- Ids given outside are looked for by how they begin, whatever the database's collation: compared by bytes, the one index
-- serves that as well as equality.
alter table identities alter column value type text collate "C";

-- Touches that a server or a provider did not take lately: the ledger forgets them, and no index of touches names a state.
create table undelivered (
  at        timestamptz not null,
  month     date not null,
  enrolment bigint not null,
  step      integer not null,
  visit     integer not null
);
create index undelivered_at on undelivered (at);
insert into undelivered (at, month, enrolment, step, visit)
select coalesce(completed_at, judged_at), month, enrolment, step, visit from touches
where state in ('refused', 'failed') and judged_at >= (select max(at) from pressure) - interval '2 days';

-- The work list's second half, by the same order as the first.
create index tasks_done on tasks (due, id) where state = 'done';
