-- sql/queries/web/forget_api_request.sql: lets the request of API key $1 with idempotency key $2 be asked again: it came to nothing; unless another
-- has taken it over from holder $3.
DELETE FROM refinery.api_requests WHERE api_key_id = $1::text AND idempotency_key = $2::text AND holder_id = $3::uuid AND status IS NULL
