-- The contact policy: what counts as which channel, bookings that run out, households.

-- The channel as the customer sees it (a task is a letter, a call or an SMS); null: as `channel` says.
alter table touches add column counts_as text;

-- Of a booking made by another system: it counts until then, or until it is confirmed.
alter table pressure add column until timestamptz;

-- The value of the field that settings name; its row is locked before the customers', so that a household's caps are exact.
alter table customers add column household text;
create index customers_household on customers (household) where household is not null;
create table households (
  key text primary key
);

-- A rule that could not be computed holds its touch, and a person hears of it.
alter table attention drop constraint attention_kind_check;
alter table attention add constraint attention_kind_check
  check (kind in ('unknown', 'missing_variable', 'poison', 'rule_failed'));
