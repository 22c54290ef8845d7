-- sql/queries/erasure/list_unrefined_imports.sql: imports that may still store rows, because their file arrives or batches of it are not refined.
SELECT r.id
  FROM refinery.runs r
 WHERE r.kind = 'import' AND r.status IN ('receiving', 'running', 'paused')
   AND (r.status = 'receiving'
        OR EXISTS (SELECT FROM refinery.jobs j WHERE j.run_id = r.id AND j.stage IN ('split', 'refine') AND j.state IN ('waiting', 'ready', 'claimed')))
 ORDER BY r.id
