-- sql/queries/web/read_realtime.sql: how fast the fleet is, from what was folded: rows that got an outcome within the last minute of imports that run or
-- have just ended; and of the newest import that runs: seconds that its last batches took on average, the number of the batch it is at, its
-- percentage, and rows with an outcome. What a run had a minute ago stands in its events.
WITH late AS MATERIALIZED (
    SELECT r.id, r.status, r.created_at, r.counters
      FROM refinery.runs r
     WHERE r.kind = 'import' AND r.status = 'running'
    UNION ALL
    SELECT r.id, r.status, r.created_at, r.counters
      FROM refinery.runs r
     WHERE r.kind = 'import' AND r.status <> 'running' AND r.finished_at > clock_timestamp() - interval '1 minute'
), done AS (
    SELECT l.id, l.status, l.created_at,
           coalesce((l.counters ->> 'stored')::bigint, 0) + coalesce((l.counters ->> 'duplicates')::bigint, 0)
               + coalesce((l.counters ->> 'rejected')::bigint, 0) AS rows
      FROM late l
), rates AS (
    SELECT d.id, d.rows - coalesce(b.rows, 0) AS rows
      FROM done d
      LEFT JOIN LATERAL (
           SELECT coalesce((e.data ->> 'stored')::bigint, 0) + coalesce((e.data ->> 'duplicates')::bigint, 0)
                      + coalesce((e.data ->> 'rejected')::bigint, 0) AS rows
             FROM refinery.events e
            WHERE e.run_id = d.id AND e.at <= clock_timestamp() - interval '1 minute'
            ORDER BY e.seq DESC
            LIMIT 1) AS b ON true
), current AS (
    SELECT d.id, d.rows FROM done d WHERE d.status = 'running' ORDER BY d.created_at DESC LIMIT 1
), batch AS (
    SELECT c.id, c.rows,
           coalesce((SELECT max(j.seq) FROM refinery.jobs j WHERE j.state = 'claimed' AND j.stage = 'refine' AND j.run_id = c.id),
                    (c.rows / greatest(coalesce((i.options ->> 'batch_size')::bigint, 250), 1))::int) AS number
      FROM current c JOIN refinery.imports i ON i.id = c.id
)
SELECT (SELECT coalesce(sum(greatest(r.rows, 0)), 0)::float8 FROM rates r) AS records_per_minute,
       (SELECT avg(extract(epoch FROM j.finished_at - j.claimed_at))::float8
          FROM batch b JOIN refinery.jobs j ON j.run_id = b.id AND j.stage = 'refine' AND j.seq BETWEEN b.number - 200 AND b.number
         WHERE j.state = 'done') AS average_batch_time,
       (SELECT b.number FROM batch b) AS current_batch_number,
       (SELECT p.done_percent::float8 FROM refinery.import_progress p WHERE p.import_id = (SELECT b.id FROM batch b)) AS percent,
       (SELECT b.rows FROM batch b) AS rows, extract(epoch FROM clock_timestamp())::float8 AS now
