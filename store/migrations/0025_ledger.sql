-- What was contacted lately, over all customers. The ledger's rows stand in the order in which they were booked: an index of
-- blocks is small and costs intake and sends next to nothing.
create index pressure_at on pressure using brin (at) with (pages_per_range = 16);

-- Ids given outside are looked for by how they begin, whatever the database's collation: compared by bytes, the one index
-- serves that as well as equality.
alter table identities alter column value type text collate "C";
