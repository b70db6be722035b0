-- Templates: a draft that is edited under a revision, and versions that never change. Beside the content that is sent
-- stands the source people edit.
create table templates (
  id           bigint generated always as identity primary key,
  name         text not null,
  channel      text not null,
  folder       text,
  draft        jsonb not null,
  revision     integer not null default 1,
  version      integer,
  created_at   timestamptz not null,
  updated_at   timestamptz not null,
  withdrawn_at timestamptz
);

create table template_versions (
  template bigint not null references templates,
  number   integer not null,
  draft    jsonb not null,
  content  jsonb not null,
  note     text,
  saved_by text,
  saved_at timestamptz not null,
  primary key (template, number)
);

-- Invented people that contents are shown as.
create table personas (
  id         bigint generated always as identity primary key,
  name       text not null,
  locale     text not null,
  zone       text,
  country    text,
  traits     jsonb not null default '{}',
  entry      jsonb not null default '{}'
);

-- Colleagues who read a message before customers do.
create table proof_lists (
  id        bigint generated always as identity primary key,
  name      text not null,
  addresses text[] not null
);

create table proofs (
  id         bigint generated always as identity primary key,
  template   bigint references templates,
  list       text not null,
  recipients integer not null,
  sent_by    text not null,
  at         timestamptz not null
);

-- A proof is owed to an address, not to a customer.
alter table mails_owed alter column customer drop not null;
alter table mails_owed add column proof bigint references proofs;
alter table mails_owed drop constraint mails_owed_kind_check;
alter table mails_owed add constraint mails_owed_kind_check check (kind in ('code', 'address_changed', 'proof'));
create index mails_owed_proof on mails_owed (proof) where proof is not null;

alter table offers add column description jsonb not null default '{}';
