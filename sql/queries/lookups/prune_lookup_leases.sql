-- sql/queries/lookups/prune_lookup_leases.sql: deletes those of the $2 oldest leases of permits that are older than $1 milliseconds; says
-- how many were deleted. Leases are numbered as they are made, so only the oldest are looked at.
WITH pick AS MATERIALIZED (
    SELECT l.id, l.at FROM refinery.lookup_leases l ORDER BY l.id LIMIT $2::int
), deleted AS (
    DELETE FROM refinery.lookup_leases l USING pick
     WHERE l.id = pick.id AND pick.at < clock_timestamp() - $1::bigint * interval '1 millisecond' RETURNING l.id
)
SELECT count(*) FROM deleted
