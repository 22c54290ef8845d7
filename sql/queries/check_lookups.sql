-- sql/queries/check_lookups.sql: lookup jobs of running imports that nobody has claimed, and living lookup workers.
SELECT (SELECT count(*)
          FROM refinery.jobs j
          JOIN refinery.imports i ON i.id = j.import_id
         WHERE j.stage = 'lookup' AND j.state = 'ready' AND i.status = 'running'),
       (SELECT count(*) FROM refinery.workers w WHERE w.role = 'lookup-worker' AND w.lease_until >= clock_timestamp())
