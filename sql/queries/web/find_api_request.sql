-- sql/queries/web/find_api_request.sql: what the request of API key $1 with idempotency key $2 was, and was answered.
SELECT request_sha256, status, location, answer FROM refinery.api_requests WHERE api_key_id = $1::text AND idempotency_key = $2::text
