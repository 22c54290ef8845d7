-- sql/queries/schema/find_encoding.sql: how the database stores text.
SELECT current_setting('server_encoding')
