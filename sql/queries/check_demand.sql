-- sql/queries/check_demand.sql: jobs of a stage ($1) of running imports that nobody has claimed for more than a moment, and living
-- processes of the role ($2) that claims them. Jobs that only
-- pretend are claimed by the lookup workers of a command.
SELECT (SELECT count(*)
          FROM refinery.jobs j
          JOIN refinery.imports i ON i.id = j.import_id
         WHERE j.stage = $1::text AND j.state = 'ready' AND j.provider <> 'simulator' AND i.status = 'running'
           AND j.created_at < clock_timestamp() - interval '5 seconds'),
       (SELECT count(*) FROM refinery.workers w WHERE w.role = $2::text AND w.lease_until >= clock_timestamp())
