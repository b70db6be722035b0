-- The work list is shared: who has a task in hand, and until when (the database's own clock: people work by the wall's).
alter table tasks add column claimed_by text, add column lease_until timestamptz;

-- Addresses are looked for by how they begin, whatever the database's collation; equality is served as before.
drop index addresses_value;
create index addresses_value on addresses (kind, lower(value) text_pattern_ops);

-- Words of a name, without accents and case: `core/lookup.ts` makes the same of what is typed.
create function name_words(traits jsonb) returns tsvector language sql immutable parallel safe as $$
  select to_tsvector('simple'::regconfig, translate(regexp_replace(normalize(lower(
      coalesce(traits ->> 'name', '') || ' ' ||
      coalesce(traits ->> 'firstName', '') || ' ' || coalesce(traits ->> 'first_name', '') || ' ' ||
      coalesce(traits ->> 'lastName', '') || ' ' || coalesce(traits ->> 'last_name', '') || ' ' ||
      coalesce(traits ->> 'company', '')), NFD), U&'[\0300-\036f]', '', 'g'),
    '-''’.@_/&', '         '))
$$;

-- Written only where a name is told, so that other traits remain HOT updates.
alter table customers add column names tsvector;
update customers set names = name_words(traits) where traits <> '{}';
create index customers_names on customers using gin (names);
