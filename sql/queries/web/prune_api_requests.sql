-- sql/queries/web/prune_api_requests.sql: deletes at most $1 requests that are older than a day; says how many.
WITH pick AS MATERIALIZED (
    SELECT api_key_id, idempotency_key FROM refinery.api_requests
     WHERE begun_at < clock_timestamp() - interval '1 day'
     ORDER BY begun_at LIMIT $1::int FOR UPDATE SKIP LOCKED
), deleted AS (
    DELETE FROM refinery.api_requests r USING pick p
     WHERE r.api_key_id = p.api_key_id AND r.idempotency_key = p.idempotency_key RETURNING 1
)
SELECT count(*) FROM deleted
