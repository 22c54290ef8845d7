-- sql/migrations/0028_titles_of_duplicates.sql
-- Why:   a row that repeats a record may say the title that the record has not: its persona knows it then, and the record stays as it is.
-- Locks: ACCESS EXCLUSIVE on duplicates for an instant (a column without default); safe while the fleet runs.

ALTER TABLE refinery.duplicates ADD COLUMN title text;
