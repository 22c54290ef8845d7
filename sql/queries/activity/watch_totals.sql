-- sql/queries/activity/watch_totals.sql: the whole fleet in one row: the server's time, rows with an outcome so far (two looks make a
-- rate), dead letters, and jobs rescued within the last $1 milliseconds. Events are read from the newest back, 10,000 at most.
SELECT extract(epoch FROM clock_timestamp())::float8,
       (SELECT coalesce(sum(p.done), 0)::bigint FROM refinery.import_progress p),
       (SELECT count(*) FROM refinery.jobs j WHERE j.state = 'dead'),
       (SELECT coalesce(sum((e.data ->> 'jobs')::bigint), 0)::bigint
          FROM (SELECT r.kind, r.at, r.data FROM refinery.events r ORDER BY r.seq DESC LIMIT 10000) AS e
         WHERE e.kind = 'jobs_rescued' AND e.at > clock_timestamp() - make_interval(secs => $1::bigint / 1000.0))
