-- sql/queries/jobs/begin_conversion.sql: the bytes of import $4 are not CSV: from now on they are its original, and the source is to be made of
-- them. $1 job, $2 token, $3 worker; no row back means that another coordinator splits now. Nothing happens where that was done before.
WITH import AS (
    UPDATE refinery.imports i
       SET original_bytes = i.source_bytes, source_bytes = 0
      FROM refinery.jobs j
     WHERE i.id = $4::uuid AND j.id = $1::bigint AND j.token = $2::bigint AND j.worker_id = $3::uuid AND j.run_id = $4::uuid AND j.state = 'claimed'
       AND i.original_bytes IS NULL
    RETURNING i.id
), moved AS (
    UPDATE refinery.source_chunks c SET seq = -1 - c.seq FROM import WHERE c.source_id = import.id AND c.seq >= 0
)
SELECT id FROM import
