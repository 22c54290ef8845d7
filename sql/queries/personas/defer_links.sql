-- sql/queries/personas/defer_links.sql: records $2 are put to their companies by the last group of run $1.
INSERT INTO refinery.link_deferrals (run_id, record_id)
SELECT $1::uuid, u.id FROM unnest($2::bigint[]) AS u (id) ORDER BY u.id
ON CONFLICT (run_id, record_id) DO NOTHING
