-- sql/queries/retention/prune_source_chunks.sql: deletes at most $2 chunks of source $1; says how many were deleted.
WITH pick AS MATERIALIZED (
    SELECT c.seq FROM refinery.source_chunks c WHERE c.source_id = $1::uuid ORDER BY c.seq LIMIT $2::int
), deleted AS (
    DELETE FROM refinery.source_chunks c USING pick WHERE c.source_id = $1::uuid AND c.seq = pick.seq RETURNING c.seq
)
SELECT count(*) FROM deleted
