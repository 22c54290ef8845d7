-- sql/queries/schema/defer_function_checks.sql: for the rest of the transaction functions may be made before what their bodies name.
SELECT set_config('check_function_bodies', 'off', true)
