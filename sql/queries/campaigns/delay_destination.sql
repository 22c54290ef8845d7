-- sql/queries/campaigns/delay_destination.sql: nothing is sent where run $1 sends, for $2 seconds.
UPDATE refinery.campaign_destinations d
   SET next_request_at = greatest(d.next_request_at, clock_timestamp() + make_interval(secs => $2::float8))
  FROM refinery.push_runs p
 WHERE p.run_id = $1::uuid AND d.name = p.destination
