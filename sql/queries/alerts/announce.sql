-- sql/queries/alerts/announce.sql: tells an alert of kind $1 with the facts $2 to all who want it.
SELECT refinery_internal.announce($1::text, $2::text::jsonb)
