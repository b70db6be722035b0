-- How much of a capacity (a rule of the policy) is used up, by hour or day of the company's clock. Never given back:
-- what was booked and did not leave may leave a slot less than full, never more.
create table capacity_use (
  rule text not null,
  span text not null check (span in ('hour', 'day')),
  slot timestamptz not null,
  used integer not null default 0,
  primary key (rule, span, slot)
) with (fillfactor = 50);
