-- Links for the people of the editor are owed to them by mail like what is owed to customers, and emptied likewise.
alter table mails_owed drop constraint mails_owed_kind_check;
alter table mails_owed add constraint mails_owed_kind_check
  check (kind in ('code', 'address_changed', 'proof', 'link'));
