-- Consent, second part: names of brands, what was told of expiries, complaints that a dead address must not hide.

-- Where a brand is called otherwise in some language; `name` is what it is called elsewhere.
alter table brands add column names jsonb not null default '{}';

-- When a record was written down; `at` is when it was said. Null: before this was kept.
alter table consent_records add column recorded_at timestamptz;

-- When the customer's chains were told that it is about to run out.
alter table consents add column expiring_told_at timestamptz;
create index consents_expiring on consents (expires_at) where given and expiring_told_at is null and expires_at is not null;

-- Of an address that has complained: why nothing at all is sent to it any more. The complaint stays.
alter table suppressions add column also text
  check (also in ('hard_bounce', 'soft_bounces', 'invalid', 'manual'));
