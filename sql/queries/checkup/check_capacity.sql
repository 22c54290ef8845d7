-- sql/queries/checkup/check_capacity.sql: connections there may be and are, the size of the database, and where its files lie
-- (null for a user who may not know).
SELECT current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int,
       (SELECT count(*) FROM pg_catalog.pg_stat_activity a WHERE a.backend_type = 'client backend'),
       pg_database_size(current_database()),
       (SELECT s.setting FROM pg_catalog.pg_settings s WHERE s.name = 'data_directory'),
       inet_server_addr() IS NULL OR inet_server_addr() IN (inet '127.0.0.1', inet '::1') OR inet_server_addr() = inet_client_addr()
