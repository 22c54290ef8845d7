-- sql/queries/alerts/report_stuck_run.sql: tells that run $1 is stuck, since the database refuses to fold or to end it: with code $2 and the words $3.
-- Returns whether it was told now.
SELECT refinery_internal.set_alert('run.stuck', r.id::text, true, true, jsonb_build_object(
           'run_id', r.id, 'kind', r.kind, 'number', i.number, 'code', $2::text, 'message', $3::text))
  FROM refinery.runs r
  LEFT JOIN refinery.imports i ON i.id = r.id
 WHERE r.id = $1::uuid
