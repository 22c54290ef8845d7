-- sql/migrations/0014_receiving.sql
-- Why:   an import begins with the first bytes of its source, so it has to say how many of them are there, and who still brings the rest.
-- Locks: ACCESS EXCLUSIVE on imports while the check reads the table once; the new columns are null in every row, and whole sources are.
ALTER TABLE refinery.imports
    -- Null until the source is whole.
    ALTER COLUMN source_file_hash DROP NOT NULL,
    -- Bytes of the source that are there; null once all are. Until then source_bytes says how many there will be, 0 if nobody knows.
    ADD COLUMN source_received bigint,
    -- Until then whoever receives the source has to tell more; null when nobody has anything left to do for it.
    ADD COLUMN receiver_until timestamptz,
    ADD CONSTRAINT imports_received_check CHECK ((source_received IS NULL) = (source_file_hash IS NOT NULL)),
    ADD CONSTRAINT imports_receiver_check CHECK (receiver_until IS NULL OR source_received IS NOT NULL);

CREATE INDEX imports_receiver_until_index ON refinery.imports (receiver_until) WHERE receiver_until IS NOT NULL;
