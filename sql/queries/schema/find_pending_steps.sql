-- sql/queries/schema/find_pending_steps.sql: whether the program has to finish step $1 of a migration.
SELECT EXISTS (SELECT FROM refinery.pending_steps s WHERE s.name = $1::text)
