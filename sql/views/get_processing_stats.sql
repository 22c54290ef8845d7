-- sql/views/get_processing_stats.sql: one import in one row, for people and scripts with psql:
--   SELECT * FROM refinery.get_processing_stats('…');
CREATE OR REPLACE FUNCTION refinery.get_processing_stats(import uuid)
RETURNS TABLE (
    import_id uuid, file_name text, status text, total_records bigint, processed_records bigint, stored_records bigint,
    duplicate_records bigint, rejected_records bigint, total_batches bigint, completed_batches bigint,
    failed_batches bigint, pending_batches bigint, processing_batches bigint, rows_per_second numeric, elapsed interval)
LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT i.id, i.file_name, i.status, i.split_rows, i.rows_stored + i.rows_duplicate + i.rows_rejected, i.rows_stored,
           i.rows_duplicate, i.rows_rejected, count(j.id),
           count(j.id) FILTER (WHERE j.state = 'done'), count(j.id) FILTER (WHERE j.state IN ('dead', 'discarded')),
           count(j.id) FILTER (WHERE j.state IN ('ready', 'waiting')), count(j.id) FILTER (WHERE j.state = 'claimed'),
           round(((i.rows_stored + i.rows_duplicate + i.rows_rejected) / nullif(extract(
               epoch FROM coalesce(i.finished_at, clock_timestamp()) - coalesce(i.started_at, i.created_at)), 0))::numeric, 1),
           coalesce(i.finished_at, clock_timestamp()) - i.created_at
      FROM refinery.imports i
      LEFT JOIN refinery.jobs j ON j.import_id = i.id AND j.stage = 'refine'
     WHERE i.id = import
     GROUP BY i.id
$$;
