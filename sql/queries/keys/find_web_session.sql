-- sql/queries/keys/find_web_session.sql: whose session has the token hash $1 (see sql/views/web_sessions.sql).
SELECT s.key_id, s.name, s.scopes FROM refinery_internal.web_session($1::bytea) AS s
