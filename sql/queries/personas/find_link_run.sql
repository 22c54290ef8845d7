-- sql/queries/personas/find_link_run.sql: the run that links import $1, if there is one.
SELECT l.run_id FROM refinery.link_runs l WHERE l.import_id = $1::uuid
