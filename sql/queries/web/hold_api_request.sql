-- sql/queries/web/hold_api_request.sql: holder $3 still does the request of API key $1 with idempotency key $2, and says so again within $4 seconds.
UPDATE refinery.api_requests SET held_until = clock_timestamp() + make_interval(secs => $4::float8)
 WHERE api_key_id = $1::text AND idempotency_key = $2::text AND holder_id = $3::uuid AND status IS NULL
