-- sql/queries/keys/begin_web_session.sql: begins a session with token hash $4 for $5 microseconds, if the secret of hash $2 is that of key $1, asked
-- from address $3 (see sql/views/web_sessions.sql).
SELECT b.outcome, $1::text, b.name, b.scopes, b.granted, b.retry_after_us
  FROM refinery_internal.begin_web_session($1::text, $2::bytea, $3::text, $4::bytea, $5::bigint) AS b
