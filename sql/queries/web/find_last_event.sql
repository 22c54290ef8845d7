-- sql/queries/web/find_last_event.sql: the number of the newest event; 0 where there is none.
SELECT coalesce(max(seq), 0) FROM refinery.events
