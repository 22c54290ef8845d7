-- sql/queries/retention/prune_events.sql: deletes at most $2 events of run $1; says how many were deleted.
WITH pick AS MATERIALIZED (
    SELECT e.seq FROM refinery.events e WHERE e.run_id = $1::uuid ORDER BY e.seq LIMIT $2::int
), deleted AS (
    DELETE FROM refinery.events e USING pick WHERE e.seq = pick.seq RETURNING e.seq
)
SELECT count(*) FROM deleted
