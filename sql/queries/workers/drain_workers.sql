-- sql/queries/workers/drain_workers.sql: tells living processes to finish what they hold and to end: those whose id begins with $1, or all where it
-- is empty, on host $2 and of role $3, where those are given. A hint on channel $4 reaches those that rest; the others see it with their lease.
WITH told AS (
    UPDATE refinery.workers w
       SET draining_at = coalesce(w.draining_at, clock_timestamp())
     WHERE starts_with(w.id::text, lower($1::text)) AND w.host = coalesce($2::text, w.host) AND w.role = coalesce($3::text, w.role)
    RETURNING w.id, w.role, w.host
), hinted AS MATERIALIZED (
    SELECT pg_notify($4::text, 'drain') WHERE EXISTS (SELECT FROM told)
)
SELECT t.id, t.role, t.host FROM told t LEFT JOIN hinted ON true ORDER BY t.role, t.host, t.id
