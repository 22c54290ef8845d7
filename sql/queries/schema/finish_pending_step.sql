-- sql/queries/schema/finish_pending_step.sql: step $1 of a migration is done.
DELETE FROM refinery.pending_steps s WHERE s.name = $1::text
