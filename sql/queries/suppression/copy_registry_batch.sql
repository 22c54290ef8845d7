-- sql/queries/suppression/copy_registry_batch.sql: takes what was read of a registry's file.
COPY pg_temp.registry_batch (prefix, added, removed) FROM STDIN WITH (FORMAT binary)
