-- sql/queries/web/finish_api_request.sql: keeps what the request of API key $1 with idempotency key $2 was answered: $3 status, $4 location or null,
-- $5 the answer.
UPDATE refinery.api_requests SET status = $3::smallint, location = $4::text, answer = $5::text
 WHERE api_key_id = $1::text AND idempotency_key = $2::text
