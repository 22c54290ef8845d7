-- sql/queries/alerts/watch_alerts.sql: tells what began to be wrong: more rejects than the share $1 once there are $2 rows; imports slower than $3 times
-- their estimate; more than $4 jobs of a stage, or older than $5 seconds; $6 of a budget; blocks that end within $7 seconds.
SELECT a.kind, a.subject
  FROM refinery_internal.watch_alerts($1::float8, $2::bigint, $3::float8, $4::bigint, $5::float8, $6::float8, $7::bigint * interval '1 second') AS a
