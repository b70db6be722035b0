-- Who entered lately, over all chains. Rows stand in the order in which they entered: an index of blocks is small and costs
-- intake next to nothing.
create index if not exists enrolments_entered on enrolments using brin (entered_at);
