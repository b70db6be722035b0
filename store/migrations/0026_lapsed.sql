-- Letters and calls that nobody saw to in time: the home page counts the latest.
create index tasks_lapsed on tasks (closed_at) where state = 'expired';
