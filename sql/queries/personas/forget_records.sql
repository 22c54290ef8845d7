-- sql/queries/personas/forget_records.sql: records $1 are gone: so are their keys, their links and their owners; returns which companies
-- and personas that were, and those that may hang together now (see sql/views/linking.sql).
SELECT f.owner_kind, f.owner_id FROM refinery_internal.forget_records($1::bigint[]) AS f
