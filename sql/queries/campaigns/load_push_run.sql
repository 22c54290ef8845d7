-- sql/queries/campaigns/load_push_run.sql: where run $1 sends contacts.
SELECT d.name, d.kind, d.settings::text FROM refinery.push_runs p JOIN refinery.campaign_destinations d ON d.name = p.destination WHERE p.run_id = $1::uuid
