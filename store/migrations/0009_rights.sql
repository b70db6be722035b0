-- Customers' rights over their own data: codes that prove who asks, mails that are owed outside any chain, erasure.

-- A code is kept as a keyed hash. `address`: of a change, the one it is about, for as long as the code may still be used.
create table proof_codes (
  id         bigint generated always as identity primary key,
  customer   bigint not null references customers,
  purpose    text not null check (purpose in ('download', 'address', 'confirm', 'erase')),
  address    text,
  nonce      bytea not null,
  hash       bytea not null,
  tries      smallint not null default 0,
  asked_at   timestamptz not null,
  expires_at timestamptz not null,
  used_at    timestamptz
);
create index proof_codes_customer on proof_codes (customer, id);

-- What is owed to a customer by mail. `params` is emptied when its fate is known: it may hold a code or an address.
create table mails_owed (
  id          bigint generated always as identity primary key,
  customer    bigint not null references customers,
  brand       text not null,
  kind        text not null check (kind in ('code', 'address_changed')),
  params      jsonb not null default '{}',
  created_at  timestamptz not null,
  due         timestamptz not null,
  expires_at  timestamptz not null,
  attempts    integer not null default 0,
  lease_until timestamptz,
  settled_at  timestamptz,
  fate        text check (fate in ('sent', 'refused', 'failed', 'unknown', 'off', 'suppressed', 'no_address', 'expired')),
  response    text
);
create index mails_owed_open on mails_owed (due, id) where settled_at is null;
create index mails_owed_customer on mails_owed (customer);

-- Who had everything erased is not written to again when somebody imports them anew. Service is owed all the same.
alter table suppressions drop constraint suppressions_reason_check;
alter table suppressions add constraint suppressions_reason_check
  check (reason in ('hard_bounce', 'soft_bounces', 'complaint', 'erased', 'invalid', 'manual'));
