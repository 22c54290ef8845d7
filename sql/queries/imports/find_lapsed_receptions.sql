-- sql/queries/imports/find_lapsed_receptions.sql: imports whose receivers have told nothing for longer than they said, at most $1, oldest first.
-- Not soon after a start of the server: those that waited for it need a moment to tell so.
SELECT id, source_uri
  FROM refinery.imports
 WHERE receiver_until < clock_timestamp() AND clock_timestamp() - pg_postmaster_start_time() > interval '30 s'
 ORDER BY receiver_until
 LIMIT $1::int
