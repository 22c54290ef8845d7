-- sql/queries/campaigns/stop_destination.sql: run $1 pauses, because its destination takes nothing until somebody acts: $2 says why.
WITH destination AS (
    UPDATE refinery.campaign_destinations d SET stopped_reason = $2::text
      FROM refinery.push_runs p WHERE p.run_id = $1::uuid AND d.name = p.destination
)
SELECT refinery_internal.pause_run_because($1::uuid, 'destination_stopped')
