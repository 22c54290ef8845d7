-- sql/migrations/0008_duplicates_by_record.sql
-- Why:   who asks for all contacts of a list, wherever they were stored first, gets each once, at its first row: the rows that repeat
--        a record have to be found by the record. Erasing a person finds them so too, without reading the whole table.
-- Locks: SHARE on duplicates while the index is built: workers that store duplicates wait for it, about a second for a million.

CREATE INDEX duplicates_record_idx ON refinery.duplicates (record_id, import_id, row_number);
