-- sql/queries/runs/list_paused_runs.sql: paused runs; a coordinator that begins to lead looks at each once.
SELECT id FROM refinery.runs WHERE status = 'paused'
