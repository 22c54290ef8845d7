-- sql/migrations/0042_name_parts.sql
-- Why:   what stands before and behind a person's name, as Dr. and Jr., is kept apart: letters are addressed by it, and father and son told by it.
-- Locks: ACCESS EXCLUSIVE on records for a moment: columns without default are added without a rewrite.
ALTER TABLE refinery.records
    ADD COLUMN name_prefix text,
    ADD COLUMN name_suffix text;
