-- sql/queries/web/begin_api_request.sql: whether the request $3 (SHA-256) of API key $1 with idempotency key $2 is to be done now, by holder $4,
-- who says within the lease $5 (seconds) that he still does it. No row: it was asked before, see find_api_request.sql. One whose holder is
-- silent was lost with its process. Who knows of no leases has an hour.
INSERT INTO refinery.api_requests AS r (api_key_id, idempotency_key, request_sha256, holder_id, held_until)
VALUES ($1::text, $2::text, $3::bytea, $4::uuid, clock_timestamp() + make_interval(secs => $5::float8))
    ON CONFLICT (api_key_id, idempotency_key) DO UPDATE
   SET request_sha256 = excluded.request_sha256, begun_at = clock_timestamp(), status = NULL, location = NULL, answer = NULL,
       holder_id = excluded.holder_id, held_until = excluded.held_until
 WHERE CASE WHEN r.status IS NULL THEN coalesce(r.held_until, r.begun_at + interval '1 hour') ELSE r.begun_at + interval '1 day' END
       < clock_timestamp()
RETURNING true
