-- sql/queries/checkup/check_demand.sql: jobs of some stages ($1) of runs under way that nobody has claimed for more than a moment, and living
-- processes of the role ($2) that claims them. Jobs that only pretend are claimed by the lookup workers of a command.
SELECT (SELECT count(*)
          FROM refinery.jobs j
          JOIN refinery.runs r ON r.id = j.run_id
         WHERE j.stage = ANY ($1::text[]) AND j.state = 'ready' AND j.provider <> 'simulator' AND r.status = 'running'
           AND j.created_at < clock_timestamp() - interval '5 seconds'),
       (SELECT count(*) FROM refinery.workers w WHERE w.role = $2::text AND w.lease_until >= clock_timestamp()
           AND (w.lease_until < 'infinity' OR w.number IN (SELECT refinery_internal.living_numbers())))
