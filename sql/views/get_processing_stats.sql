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
    SELECT p.import_id, p.file_name, p.status, p.rows_split, p.done, p.stored, p.duplicates, p.rejected,
           b.total, b.done, b.failed, b.pending, b.claimed,
           round((p.done / nullif(extract(
               epoch FROM coalesce(p.finished_at, clock_timestamp()) - coalesce(p.started_at, p.created_at)), 0))::numeric, 1),
           p.elapsed
      FROM refinery.import_progress p
     CROSS JOIN LATERAL (
           SELECT count(*) AS total,
                  count(*) FILTER (WHERE j.state = 'done') AS done,
                  count(*) FILTER (WHERE j.state IN ('dead', 'discarded')) AS failed,
                  count(*) FILTER (WHERE j.state IN ('ready', 'waiting')) AS pending,
                  count(*) FILTER (WHERE j.state = 'claimed') AS claimed
             FROM refinery.jobs j
            WHERE j.run_id = p.import_id AND j.stage = 'refine') AS b
     WHERE p.import_id = import
$$;
