-- sql/queries/keys/list_keys.sql: all keys, the newest first.
SELECT k.id, k.name, k.scopes, k.rate_per_second::float8, k.burst, extract(epoch FROM k.created_at)::float8, k.created_by,
       extract(epoch FROM k.expires_at)::float8, extract(epoch FROM k.revoked_at)::float8, extract(epoch FROM k.last_used_at)::float8
  FROM refinery.api_keys k
 ORDER BY k.created_at DESC, k.id
