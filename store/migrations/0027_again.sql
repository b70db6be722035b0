-- A version that publishes an earlier one once more says which: its number within the chain.
alter table versions add column again integer;
