-- sql/queries/web/finish_api_request.sql: keeps what the request of API key $1 with idempotency key $2 was answered: $4 status, $5 location or null,
-- $6 the answer; unless another has taken it over from holder $3.
UPDATE refinery.api_requests SET status = $4::smallint, location = $5::text, answer = $6::text
 WHERE api_key_id = $1::text AND idempotency_key = $2::text AND holder_id = $3::uuid AND status IS NULL
