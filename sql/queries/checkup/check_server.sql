-- sql/queries/checkup/check_server.sql: which server this is, by which backend, what time it has, whether it takes writes, and how it
-- stores text.
SELECT current_setting('server_version'), current_setting('server_version_num')::int, pg_backend_pid(),
       extract(epoch FROM clock_timestamp())::float8, current_database()::text, current_user::text, pg_is_in_recovery(),
       pg_has_role(current_user, 'pg_read_all_stats', 'USAGE'), current_setting('transaction_read_only')::boolean,
       current_setting('server_encoding')
