-- Contacts that another system made or is about to make: the pressure ledger names them in `elsewhere` (c1, r1).
create table contacts_elsewhere (
  id           bigint generated always as identity primary key,
  source       text not null,
  reference    text not null,
  customer     bigint not null references customers,
  channel      text not null,
  class        text not null check (class in ('service', 'information', 'commercial')),
  brand        text not null,
  topics       text[] not null default '{}',
  offer        text,
  weight       double precision not null,
  outcome      text not null,
  at           timestamptz not null,
  recorded_at  timestamptz not null,
  recorded_by  text not null,
  cancelled_at timestamptz,
  unique (source, reference)
);
create index contacts_elsewhere_customer on contacts_elsewhere (customer, at);

create table reservations (
  id         bigint generated always as identity primary key,
  customer   bigint not null references customers,
  channel    text not null,
  class      text not null check (class in ('service', 'information', 'commercial')),
  brand      text not null,
  topics     text[] not null default '{}',
  offer      text,
  weight     double precision not null,
  decision   jsonb not null,
  state      text not null default 'open' check (state in ('open', 'confirmed', 'released')),
  at         timestamptz not null,
  until      timestamptz not null,
  by         text not null,
  settled_at timestamptz,
  contact    bigint references contacts_elsewhere
);
create index pressure_elsewhere on pressure (elsewhere) where elsewhere is not null;
