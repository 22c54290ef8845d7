-- sql/migrations/0017_mappings.sql
-- Why:   what the columns of a file mean holds for the next file with the same headers, once somebody confirmed it; and an operator has templates
--        of his own. All processes of the fleet share both.
-- Locks: a new table only; safe while the fleet runs.
CREATE TABLE refinery.mappings (
    -- Of its headers, or of a template's name: 16 hexadecimal digits.
    id text NOT NULL,
    -- A template counts for files that have some headers, another mapping for those that have just the same.
    is_template boolean NOT NULL,
    -- As `refinery mappings export` writes it.
    mapping jsonb NOT NULL,
    -- What it was confirmed for; null: it came from elsewhere.
    import_id uuid,
    confirmed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    confirmed_by text NOT NULL,
    CONSTRAINT mappings_pkey PRIMARY KEY (id)
);
