-- Images of messages, named by what they are: the same image is kept once, and an address never shows another.
create table images (
  hash        text primary key,
  type        text not null,
  bytes       bytea not null,
  uploaded_by text not null,
  at          timestamptz not null
);
