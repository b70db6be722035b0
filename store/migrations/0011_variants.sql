-- The pressure test: who was first judged under which variant, and when. What is analysed is everybody of a part, as drawn.
create table policy_exposures (
  test     text not null,
  customer bigint not null,
  variant  text not null check (variant in ('a', 'b')),
  at       timestamptz not null,
  primary key (test, customer)
);
