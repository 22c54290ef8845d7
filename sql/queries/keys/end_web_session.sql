-- sql/queries/keys/end_web_session.sql: ends the session with the token hash $1 (see sql/views/web_sessions.sql).
SELECT refinery_internal.end_web_session($1::bytea)
