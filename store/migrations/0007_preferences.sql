-- What customers allow of themselves, on the preference page. The stricter of this and the policy's caps holds.
create table customer_limits (
  customer     bigint primary key references customers,
  per_week     smallint check (per_week between 1 and 100),
  paused_until timestamptz,
  at           timestamptz not null
);
