-- sql/queries/retention/prune_deliveries.sql: deletes deliveries of webhooks that ended more than $1 milliseconds ago, $2 at most; returns how many.
WITH old AS (
    SELECT d.id FROM refinery.webhook_deliveries d WHERE d.ended_at < clock_timestamp() - $1::bigint * interval '1 millisecond' LIMIT $2::integer
), gone AS (
    DELETE FROM refinery.webhook_deliveries d USING old WHERE d.id = old.id RETURNING 1
)
SELECT count(*) FROM gone
