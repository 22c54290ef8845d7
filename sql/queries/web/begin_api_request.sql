-- sql/queries/web/begin_api_request.sql: whether the request $3 (SHA-256) of API key $1 with idempotency key $2 is to be done now. No row: it
-- was asked before, see find_api_request.sql. One that nobody answered within an hour was lost with its process.
INSERT INTO refinery.api_requests AS r (api_key_id, idempotency_key, request_sha256)
VALUES ($1::text, $2::text, $3::bytea)
    ON CONFLICT (api_key_id, idempotency_key) DO UPDATE
   SET request_sha256 = excluded.request_sha256, begun_at = clock_timestamp(), status = NULL, location = NULL, answer = NULL
 WHERE r.begun_at < clock_timestamp() - CASE WHEN r.status IS NULL THEN interval '1 hour' ELSE interval '1 day' END
RETURNING true
