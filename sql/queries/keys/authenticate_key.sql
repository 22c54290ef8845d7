-- sql/queries/keys/authenticate_key.sql: whether the secret of hash $2 is that of key $1, asked from address $3, and up to $4 requests for it
-- (see sql/views/api_keys.sql).
SELECT a.outcome, $1::text, a.name, a.scopes, a.granted, a.retry_after_us
  FROM refinery_internal.authenticate_key($1::text, $2::bytea, $3::text, $4::int) AS a
