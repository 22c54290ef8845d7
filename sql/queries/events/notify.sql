-- sql/queries/events/notify.sql: sends payloads $2 on channel $1, outside of every data transaction.
SELECT pg_notify($1::text, p.payload) FROM unnest($2::text[]) AS p (payload)
