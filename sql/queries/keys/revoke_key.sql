-- sql/queries/keys/revoke_key.sql: ends key $1 now, and for good; one that was revoked stays as it is.
UPDATE refinery.api_keys k
   SET revoked_at = coalesce(k.revoked_at, clock_timestamp())
 WHERE k.id = $1::text
RETURNING k.id, k.name, k.scopes, k.rate_per_second::float8, k.burst, extract(epoch FROM k.created_at)::float8, k.created_by,
          extract(epoch FROM k.expires_at)::float8, extract(epoch FROM k.revoked_at)::float8, extract(epoch FROM k.last_used_at)::float8
