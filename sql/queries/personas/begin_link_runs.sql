-- sql/queries/personas/begin_link_runs.sql: links the records of imports $1, which have ended, once (see sql/views/linking.sql).
SELECT b.import_id, b.run_id, b.is_new, b.jobs FROM unnest($1::uuid[]) AS i (id) CROSS JOIN LATERAL refinery_internal.begin_link_run(i.id) AS b
