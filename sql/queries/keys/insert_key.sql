-- sql/queries/keys/insert_key.sql: keeps key $1 of name $2 with the hash $3 of its secret, scopes $4, $5 requests a second and a burst of $6;
-- it ends in $7 microseconds, or never; $8 made it, or the user of the database.
INSERT INTO refinery.api_keys AS k (id, name, secret_sha256, scopes, rate_per_second, burst, expires_at, created_by)
VALUES ($1::text, $2::text, $3::bytea, $4::text[], $5::float8, $6::int, clock_timestamp() + $7::bigint * interval '1 microsecond',
        coalesce($8::text, session_user))
RETURNING k.id, k.name, k.scopes, k.rate_per_second::float8, k.burst, extract(epoch FROM k.created_at)::float8, k.created_by,
          extract(epoch FROM k.expires_at)::float8, extract(epoch FROM k.revoked_at)::float8, extract(epoch FROM k.last_used_at)::float8
