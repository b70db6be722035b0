-- Documents and lists are never searched by value; sorting samples of them is most of what an analyze costs.
-- A table's new partitions take their settings in store/partitions.ts.
alter table customers alter column traits set statistics 0;
alter table events alter column properties set statistics 0;
alter table enrolments
  alter column entry set statistics 0,
  alter column arms set statistics 0,
  alter column problem set statistics 0;
alter table touches
  alter column topics set statistics 0,
  alter column decision set statistics 0,
  alter column response set statistics 0;
alter table pressure alter column topics set statistics 0;
