-- Consent: idempotent imports, givings that wait for their confirmation, what was bought, offers' answers, dead addresses.

alter table consent_records add column reference text;
alter table consent_records add column pending boolean not null default false;
create unique index consent_records_reference on consent_records (source, reference) where reference is not null;

-- When the customer's chains were told that it ran out.
alter table consents add column expiry_told_at timestamptz;
create index consents_expiry on consents (expires_at) where given and expiry_told_at is null and expires_at is not null;

-- The last purchase of each family ('': the purchase named none): what the relation is derived from.
create table purchases (
  customer bigint not null references customers,
  family   text not null default '',
  at       timestamptz not null,
  primary key (customer, family)
);

create table offer_answers (
  customer bigint not null references customers,
  offer    text not null,
  answer   text not null check (answer in ('refused', 'accepted', 'owned')),
  until    timestamptz,
  source   text not null,
  at       timestamptz not null,
  primary key (customer, offer)
);

-- Addresses that nothing is sent to. The address itself is not kept: its hash finds it again, the hint is for people.
create table suppressions (
  id     bigint generated always as identity primary key,
  kind   text not null,
  hash   bytea not null unique,
  hint   text not null,
  reason text not null check (reason in ('hard_bounce', 'soft_bounces', 'complaint', 'invalid', 'manual')),
  by     text,
  at     timestamptz not null
);

create table soft_bounces (
  hash    bytea primary key,
  errors  integer not null,
  last_at timestamptz not null
);

create function address_hash(kind text, value text) returns bytea language sql immutable
  return sha256(convert_to(kind || ':' || lower(trim(value)), 'UTF8'));
