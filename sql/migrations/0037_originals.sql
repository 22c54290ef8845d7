-- sql/migrations/0037_originals.sql
-- Why:   a workbook, JSON or a packed file becomes CSV before it is split. Both are kept: source_uri, source_bytes and the chunks from 0 on are the
--        CSV, as ever; the file that was submitted lies beside it, in the database as the chunks from -1 downwards, so whoever deletes a source
--        deletes both. source_file_hash is that of the file that was submitted.
-- Locks: ACCESS EXCLUSIVE on imports for a moment; nothing is rewritten.
ALTER TABLE refinery.imports
    -- Bytes of the file that was submitted, where it is not the source itself.
    ADD COLUMN original_bytes bigint,
    -- What it is: {"format": "xlsx", "sheet": "Leads"}.
    ADD COLUMN origin jsonb,
    -- Where rows stand in it, once that is known: [[row, line, step], ...], rows from the first one on, each `step` lines behind the one before.
    ADD COLUMN origin_lines jsonb;
