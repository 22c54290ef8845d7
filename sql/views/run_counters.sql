-- sql/views/run_counters.sql: what the jobs of a run add up to: the only place that says how. counters is what runs.counters holds: one that
-- is zero is not there, rows only once an import is split to its end; numbers counts the phone cells of lookup jobs that are not begun yet.
-- discarded is the part of rejected that was in batches given up by hand.
-- Ask for runs by run_id: all jobs of all others are summed up otherwise.

-- What the jobs of stages without columns of their own add up to, by name. A function, so that its cost, which imports never pay, is not
-- among what the planner expects of them.
CREATE OR REPLACE FUNCTION refinery_internal.named_counters(run uuid) RETURNS jsonb
LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT coalesce(jsonb_object_agg(n.name, n.total), '{}')
      FROM (SELECT e.key AS name, sum(e.value::numeric) AS total
              FROM refinery.jobs j
             CROSS JOIN LATERAL jsonb_each_text(j.counters) AS e
             WHERE j.run_id = run
             GROUP BY e.key HAVING sum(e.value::numeric) <> 0) AS n
$$;

CREATE OR REPLACE VIEW refinery.run_counters AS
SELECT r.id AS run_id, c.busy, c.held, c.dead, c.discarded, c.started_at,
       jsonb_strip_nulls(jsonb_build_object(
           'rows', CASE WHEN i.split_at IS NOT NULL THEN i.split_rows END,
           'stored', nullif(c.stored, 0),
           'duplicates', nullif(c.duplicates, 0),
           -- Rows that the splitter could not read are in no batch.
           'rejected', nullif(coalesce(c.rejected, 0) + coalesce(i.split_rejected, 0), 0),
           'phones', nullif(c.phones, 0),
           'numbers', nullif(c.numbers, 0),
           'numbers_done', nullif(c.numbers_done, 0),
           'numbers_asked', nullif(c.numbers_asked, 0),
           'numbers_failed', nullif(c.numbers_failed, 0),
           'lookups', nullif(c.lookups, 0),
           'lookups_repeated', nullif(c.lookups_repeated, 0)))
       || CASE WHEN c.have_counters THEN refinery_internal.named_counters(r.id) ELSE '{}' END AS counters
  FROM refinery.runs r
  LEFT JOIN refinery.imports i ON i.id = r.id
 CROSS JOIN LATERAL (
       SELECT count(*) FILTER (WHERE j.state IN ('ready', 'claimed') OR (j.state = 'waiting' AND j.ready_at IS NOT NULL)) AS busy,
              count(*) FILTER (WHERE j.state = 'waiting' AND j.ready_at IS NULL) AS held,
              count(*) FILTER (WHERE j.state = 'dead') AS dead,
              sum(j.stored) AS stored,
              sum(j.duplicates) AS duplicates,
              sum(j.rejected) AS rejected,
              sum(coalesce(j.numbers, j.phones)) AS numbers,
              sum(j.phones) AS phones,
              sum(j.numbers_done) AS numbers_done,
              sum(j.numbers_asked) AS numbers_asked,
              sum(j.numbers_failed) AS numbers_failed,
              sum(j.lookups) AS lookups,
              sum(j.lookups_repeated) AS lookups_repeated,
              coalesce(sum(j.rejected) FILTER (WHERE j.state = 'discarded'), 0) AS discarded,
              count(j.counters) > 0 AS have_counters,
              min(j.claimed_at) AS started_at
         FROM refinery.jobs j
        WHERE j.run_id = r.id) AS c;
